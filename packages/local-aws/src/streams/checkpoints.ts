/**
 * How far each mapping has come, kept in a file, so that a restart goes on where the last run ended. The
 * file may lag behind by a moment: after a crash some records come twice, but none is left out.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Timers } from "../event-bus/timers.js";
import { LocalAwsError } from "../local-aws-error.js";

export type Position =
  | { readonly at: "start" }
  /** Only what is written from this moment on (milliseconds): a LATEST that has delivered nothing yet. */
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

  /** Starts on another stream: what is known of the one before is forgotten. */
  begin(key: string, streamArn: string): void {
    this.#streams.set(key, { streamArn, shards: {} });
    this.#writeSoon();
  }

  /** Ignored when the mapping has moved on to another stream. */
  set(key: string, streamArn: string, shardId: string, position: Position): void {
    const stream = this.#streams.get(key);
    if (stream?.streamArn !== streamArn) return;
    stream.shards[shardId] = position;
    this.#writeSoon();
  }

  /** Forgets shards that the stream does not list any more. */
  keepOnly(key: string, shardIds: ReadonlySet<string>): void {
    const shards = this.#streams.get(key)?.shards ?? {};
    for (const shardId of Object.keys(shards)) if (!shardIds.has(shardId)) delete shards[shardId];
  }

  /** Writes what is known; what comes later is not written any more. */
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
      `${file} is damaged: delete it to deliver everything that the streams still hold again.`,
    );
  }
};
