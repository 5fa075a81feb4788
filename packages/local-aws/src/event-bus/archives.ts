/**
 * Archives of the events of a bus (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html).
 * An event is archived immediately; EventBridge takes about ten minutes. Archives are in memory, like the
 * buses.
 */

import { notFound } from "../aws-json/service-error.js";
import type { BusEvent } from "./bus-event.js";
import type { Bus } from "./bus-registry.js";
import { fieldsOf } from "./pattern/event-fields.js";
import type { ReadPattern } from "./read-pattern.js";

export interface ArchiveSettings {
  readonly description?: string;
  readonly eventPattern?: ReadPattern;
  /** 0 keeps events forever. */
  readonly retentionDays: number;
}

interface ArchivedEvent {
  readonly event: BusEvent;
  /** The `time` of the event. Replays select by it. */
  readonly timeMs: number;
  readonly archivedAt: number;
  readonly sizeBytes: number;
}

const DAY_MS = 86_400_000;

export class Archive {
  readonly name: string;
  readonly arn: string;
  readonly bus: Bus;
  readonly createdAt: number;
  settings: ArchiveSettings;
  #events: ArchivedEvent[] = [];

  constructor(
    { name, arn, bus, createdAt }: Pick<Archive, "name" | "arn" | "bus" | "createdAt">,
    settings: ArchiveSettings,
  ) {
    this.name = name;
    this.arn = arn;
    this.bus = bus;
    this.createdAt = createdAt;
    this.settings = settings;
  }

  add(event: BusEvent, now: number): void {
    this.#forget(now);
    const sizeBytes = Buffer.byteLength(JSON.stringify(event));
    this.#events.push({ event, timeMs: Date.parse(event.time), archivedAt: now, sizeBytes });
  }

  /** The archived events whose `time` is in the range, both ends included, oldest first. */
  between(startMs: number, endMs: number, now: number): { event: BusEvent; timeMs: number }[] {
    this.#forget(now);
    return this.#events
      .filter(({ timeMs }) => timeMs >= startMs && timeMs <= endMs)
      .sort((a, b) => a.timeMs - b.timeMs);
  }

  size(now: number): { eventCount: number; sizeBytes: number } {
    this.#forget(now);
    const sizeBytes = this.#events.reduce((sum, event) => sum + event.sizeBytes, 0);
    return { eventCount: this.#events.length, sizeBytes };
  }

  #forget(now: number): void {
    const { retentionDays } = this.settings;
    if (retentionDays === 0) return;
    const first = now - retentionDays * DAY_MS;
    // Events are stored in archive order, so usually there is nothing to remove.
    const keep = this.#events.findIndex(({ archivedAt }) => archivedAt >= first);
    if (keep !== 0) this.#events = keep < 0 ? [] : this.#events.slice(keep);
  }
}

export class Archives {
  readonly #now: () => number;
  readonly #archives = new Map<string, Archive>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get all(): Archive[] {
    return [...this.#archives.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Archive | undefined {
    return this.#archives.get(name);
  }

  require(name: string): Archive {
    const archive = this.#archives.get(name);
    if (archive === undefined) throw notFound(`Archive ${name} does not exist.`);
    return archive;
  }

  add(archive: Archive): void {
    this.#archives.set(archive.name, archive);
  }

  delete(name: string): void {
    this.#archives.delete(name);
  }

  /** Archives the event in the matching archives of its bus. Replayed events are never archived again. */
  record(bus: Bus, event: BusEvent): void {
    if (this.#archives.size === 0 || event["replay-name"] !== undefined) return;
    const own = [...this.#archives.values()].filter((archive) => archive.bus === bus);
    if (own.length === 0) return;
    const fields = fieldsOf(event);
    for (const archive of own)
      if (archive.settings.eventPattern?.compiled.matches(fields) ?? true) archive.add(event, this.#now());
  }
}
