/**
 * The latest trigger invocations, for developers and tests. Secrets of an event are redacted before it is
 * stored: known fields by name, and the password of the event wherever its text appears.
 */
import type { Attempt } from "./counted-invoke.js";

export interface Invocation {
  readonly trigger: string;
  readonly triggerSource: string;
  readonly poolId: string;
  readonly functionArn: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly event: unknown;
  /** Each call of the function, until its answer was accepted or timed out. */
  readonly attempts: readonly Attempt[];
  /** The injected fault, if any. */
  readonly fault?: string;
  /** The response of the function, parsed if it is JSON. */
  readonly answer?: unknown;
  /** Why the operation failed, if the trigger made it fail. */
  readonly error?: string;
}

export type RecordedInvocation = Invocation & { readonly sequence: number };

const secretFields =
  /password|secret|token$|tokenresponse|challengeanswer|privatechallengeparameters|^one_click_link|^code$/i;
const redacted = "[redacted]";
/** Replacing shorter texts everywhere would garble the record. In known fields they are still replaced. */
const shortestSearched = 4;

export class InvocationLog {
  readonly #limit: number;
  readonly #entries: RecordedInvocation[] = [];
  #sequence = 0;

  constructor(limit = 500) {
    this.#limit = limit;
  }

  add(invocation: Invocation): void {
    this.#sequence += 1;
    const password = passwordOf(invocation.event);
    const searched = password !== undefined && password.length >= shortestSearched ? password : undefined;
    this.#entries.push({ sequence: this.#sequence, ...redact(invocation, searched) });
    if (this.#entries.length > this.#limit) this.#entries.shift();
  }

  after(sequence: number): readonly RecordedInvocation[] {
    return this.#entries.filter((entry) => entry.sequence > sequence);
  }
}

function passwordOf(event: unknown): string | undefined {
  const { request } = Object(event) as { request?: { password?: unknown } };
  return typeof request?.password === "string" ? request.password : undefined;
}

function redact<T>(value: T, password: string | undefined): T;
function redact(value: unknown, password: string | undefined): unknown {
  if (typeof value === "string") return password === undefined ? value : value.replaceAll(password, redacted);
  if (Array.isArray(value)) return value.map((item) => redact(item, password));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      secretFields.test(name) && field !== null ? redacted : redact(field, password),
    ]),
  );
}
