/** Log lines and metrics, recorded for assertions. */
import type { LogFields, Logger, Metrics } from "../ports/index.js";

export type MemoryLogger = Logger & {
  readonly lines: { level: string; message: string; fields: LogFields }[];
  /** All lines as text, to assert that they contain no secret. */
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

export type MemoryMetrics = Metrics & {
  readonly counted: string[];
  readonly measured: Map<string, number>;
  flushes: number;
};

export const memoryMetrics = (): MemoryMetrics => {
  const metrics: MemoryMetrics = {
    counted: [],
    measured: new Map(),
    flushes: 0,
    count: (name) => {
      metrics.counted.push(name);
    },
    measure: (name, seconds) => {
      metrics.measured.set(name, seconds);
    },
    flush: () => {
      metrics.flushes += 1;
    },
  };
  return metrics;
};
