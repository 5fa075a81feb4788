/** In-memory log groups: the events that rules send to CloudWatch Logs. */
import type { JsonValue } from "../aws-json/json.js";
import { Ring } from "./ring.js";

export interface LogEntry {
  readonly sequence: number;
  readonly logGroup: string;
  readonly at: number;
  readonly event: JsonValue;
}

const KEPT_ENTRIES = 10_000;

export class LogGroups {
  readonly #now: () => number;
  readonly #groups = new Map<string, Ring<LogEntry>>();
  readonly #listeners = new Set<(entry: LogEntry) => void>();
  #sequence = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  write(logGroup: string, event: JsonValue): void {
    const entry = { sequence: ++this.#sequence, logGroup, at: this.#now(), event };
    const group = this.#groups.get(logGroup) ?? new Ring<LogEntry>(KEPT_ENTRIES);
    this.#groups.set(logGroup, group);
    group.push(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Entries of a group after `sequence`, oldest first. Without a name, entries of all groups. */
  entries(logGroup?: string, sequence = 0): LogEntry[] {
    if (logGroup !== undefined) return this.#groups.get(logGroup)?.after(sequence) ?? [];
    const all = [...this.#groups.values()].flatMap((group) => group.after(sequence));
    return all.sort((a, b) => a.sequence - b.sequence);
  }

  get names(): string[] {
    return [...this.#groups.keys()].sort();
  }

  /** Calls the listener for every new entry. The returned function unsubscribes it. */
  subscribe(listener: (entry: LogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The log group name in `arn:aws:logs:<region>:<account>:log-group:<name>`, with or without a final `:*`. */
export const logGroupName = (arn: string): string => arn.split(":").slice(6).join(":").replace(/:\*$/, "");
