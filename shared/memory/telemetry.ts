/** Log lines and metrics, kept for a test to look at. */
import type { LogFields, Logger, Metrics } from "../ports/index.js";

export type MemoryLogger = Logger & {
  readonly lines: { level: string; message: string; fields: LogFields }[];
  /** All lines as text, to search for what must not be in them. */
  dump(): string;
};

export const memoryLogger = (): MemoryLogger => {
  const lines: MemoryLogger["lines"] = [];
  return {
    lines,
    log: (level, message, fields) => {
      lines.push({ level, message, fields });
    },
    dump: () => lines.map((line) => JSON.stringify(line)).join("\n"),
  };
};

export type MemoryMetrics = Metrics & { readonly counted: string[]; flushes: number };

export const memoryMetrics = (): MemoryMetrics => {
  const metrics: MemoryMetrics = {
    counted: [],
    flushes: 0,
    count: (name) => {
      metrics.counted.push(name);
    },
    flush: () => {
      metrics.flushes += 1;
    },
  };
  return metrics;
};
