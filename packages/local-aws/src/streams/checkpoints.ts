/**
 * Stores the position of each mapping in a file, so that a restart continues where the last run ended. The
 * file may lag behind slightly: after a crash some records are delivered twice, but none is lost.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Timers } from "../event-bus/timers.js";
import { LocalAwsError } from "../local-aws-error.js";

export type Position =
  | { readonly at: "start" }
  /** Only records written after this time (milliseconds): a LATEST mapping that has delivered nothing yet. */
  | { readonly at: "time"; readonly since: number }
  | { readonly at: "record"; readonly after: string }
  | { readonly at: "end" };

interface StreamCheckpoint {
  readonly streamArn: string;
  readonly shards: Record<string, Position>;
}

const WRITE_DELAY_MS = 1_000;

export class Checkpoints {
  readonly #file: string | undefined;
  readonly #timers: Timers;
  readonly #streams: Map<string, StreamCheckpoint>;
  #cancelWrite: (() => void) | undefined;
  #closed = false;

  constructor(file: string | undefined, timers: Timers) {
    this.#file = file;
    this.#timers = timers;
    this.#streams = new Map(file === undefined ? [] : Object.entries(load(file)));
  }

  streamOf(key: string): string | undefined {
    return this.#streams.get(key)?.streamArn;
  }

  positionOf(key: string, shardId: string): Position | undefined {
    return this.#streams.get(key)?.shards[shardId];
  }

  /** Starts on another stream and drops the positions of the previous one. */
  begin(key: string, streamArn: string): void {
    this.#streams.set(key, { streamArn, shards: {} });
    this.#writeSoon();
  }

  /** Ignored if the mapping has moved on to another stream. */
  set(key: string, streamArn: string, shardId: string, position: Position): void {
    const stream = this.#streams.get(key);
    if (stream?.streamArn !== streamArn) return;
    stream.shards[shardId] = position;
    this.#writeSoon();
  }

  /** Drops shards that the stream no longer lists. */
  keepOnly(key: string, shardIds: ReadonlySet<string>): void {
    const shards = this.#streams.get(key)?.shards ?? {};
    for (const shardId of Object.keys(shards)) if (!shardIds.has(shardId)) delete shards[shardId];
  }

  /** Writes the current positions. Later changes are not written. */
  close(): void {
    this.#cancelWrite?.();
    this.#write();
    this.#closed = true;
  }

  #write(): void {
    this.#cancelWrite = undefined;
    if (this.#file === undefined) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    const partial = `${this.#file}.${process.pid}.partial`;
    writeFileSync(partial, JSON.stringify({ version: 1, mappings: Object.fromEntries(this.#streams) }));
    renameSync(partial, this.#file);
  }

  #writeSoon(): void {
    if (this.#file === undefined || this.#closed) return;
    this.#cancelWrite ??= this.#timers.after(WRITE_DELAY_MS, () => this.#write());
  }
}

const load = (file: string): Record<string, StreamCheckpoint> => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  try {
    return (JSON.parse(text) as { mappings: Record<string, StreamCheckpoint> }).mappings;
  } catch {
    throw new LocalAwsError(
      `${file} is damaged: delete it; then all records that the streams still hold are delivered again.`,
    );
  }
};
