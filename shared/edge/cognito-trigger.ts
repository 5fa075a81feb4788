/**
 * Runs a Cognito trigger: parses the event, enforces the deadline, returns the event with its response, and
 * converts an error to the public message, because Cognito shows it to the browser. Writes one log line per
 * invocation. The event is never logged, because it can contain a password.
 */
import { type AuthErrorCode, ERROR_FACTS } from "../domain/error-facts.js";
import { AuthError, asAuthError } from "../domain/errors.js";
import type { Ports } from "../ports/index.js";
import { errorFields } from "./error-fields.js";
import { type InvocationDeps, invocationLine } from "./invocation-line.js";
import type { TriggerSchema } from "./trigger-event.js";

export type TriggerDeps = InvocationDeps & Pick<Ports, "deadline" | "pools">;
type RawEvent = {
  readonly triggerSource?: unknown;
  readonly userPoolId?: unknown;
  readonly response?: unknown;
};

export type TriggerHandler = (event: RawEvent) => Promise<RawEvent>;

/** Cognito waits at most five seconds, including the cold start, which ends before this deadline begins. */
const DEADLINE_MS = 4000;

/** A refusal with a reference, with which the browser of the sign-in comes back. */
export class Refused {
  readonly code: AuthErrorCode;
  readonly reference: string;

  constructor(code: AuthErrorCode, reference: string) {
    this.code = code;
    this.reference = reference;
  }
}

/**
 * The handler of a trigger. `run` returns the response only, or a refusal that has a reference. An event with an unknown source is returned
 * unchanged, so that Cognito applies its default.
 */
export const cognitoTrigger =
  <Input>(deps: TriggerDeps, schema: TriggerSchema<Input>, run: (input: Input) => Promise<object>) =>
  async <Event extends RawEvent>(event: Event): Promise<Event & { response: object }> => {
    const source = known(schema.sources, event.triggerSource);
    const finish = invocationLine(deps, "trigger", { source: source ?? "unknown" });
    let refused: Refused;
    try {
      if (source === undefined) {
        finish("warn", { outcome: "passed_through" });
        return { ...event, response: event.response ?? {} } as Event & { response: object };
      }
      const response = await deps.deadline.within(DEADLINE_MS, () =>
        answer(deps, schema, { ...event, triggerSource: source }, run),
      );
      if (!(response instanceof Refused)) {
        finish("info", { outcome: "answered" });
        return { ...event, response };
      }
      refused = response;
    } catch (thrown) {
      throw refusal(deps, finish, thrown);
    }
    throw refusal(deps, finish, new AuthError(refused.code), refused.reference);
  };

/** Writes the log line and returns a new error with the public words, the code and its reference, without a cause or a stack. */
const refusal = (
  { metrics }: Pick<TriggerDeps, "metrics">,
  finish: ReturnType<typeof invocationLine>,
  thrown: unknown,
  reference?: string,
): Error => {
  const error = asAuthError(thrown);
  metrics.count("trigger_refused");
  finish(ERROR_FACTS[error.code].logLevel, { outcome: "refused", ...errorFields(error) });
  const code = reference === undefined ? error.code : `${error.code}.${reference}`;
  return new Error(`${ERROR_FACTS[error.code].words} [${code}]`);
};

/**
 * One deployed function for several triggers, selected by the part of `triggerSource` before the underscore. Each
 * answers, logs and counts as in a separate function. The pool is not configured to send other sources here. They
 * are refused: returning the event unchanged would let the sign-in pass a check.
 */
export const triggerGroup =
  (members: Readonly<Record<string, TriggerHandler>>, unknownSource: TriggerHandler): TriggerHandler =>
  (event) => {
    const [trigger = ""] = String(event.triggerSource).split("_");
    const name = known(Object.keys(members), trigger);
    return ((name === undefined ? undefined : members[name]) ?? unknownSource)(event);
  };

/** The handler of events whose trigger the group does not contain. */
export const refuseUnknownSource =
  (deps: InvocationDeps) =>
  async (_event: RawEvent): Promise<never> => {
    const finish = invocationLine(deps, "trigger", { source: "unknown" });
    throw refusal(deps, finish, new AuthError("invalid_request"));
  };

const known = (sources: readonly string[], source: unknown): string | undefined =>
  typeof source === "string"
    ? sources.find((each) => each.toLowerCase() === source.toLowerCase())
    : undefined;

const answer = async <Input>(
  deps: TriggerDeps,
  schema: TriggerSchema<Input>,
  event: RawEvent,
  run: (input: Input) => Promise<object>,
): Promise<object> => {
  const input = schema.read(event);
  if (input === undefined) throw new AuthError("invalid_request");
  if (!(await deps.pools.allows(String(event.userPoolId)))) throw new AuthError("forbidden");
  return run(input);
};
