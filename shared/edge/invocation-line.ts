/** Writes the one log line of an invocation, with its duration, and flushes the metrics. */
import type { LogFields, Ports } from "../ports/index.js";

export type InvocationDeps = Pick<Ports, "clock" | "logger" | "metrics">;
type Finish = (level: "info" | "warn" | "error", fields: LogFields) => void;

/** Starts the timer. The returned function stops it and writes the line. */
export const invocationLine = (deps: InvocationDeps, message: string, about: LogFields): Finish => {
  const started = deps.clock.now().getTime();
  return (level, fields) => {
    const durationMs = deps.clock.now().getTime() - started;
    // Object.assign, because spreading two objects takes longer than the rest of the authorizer for a cached
    // token.
    deps.logger.log(level, message, Object.assign({ durationMs }, about, fields));
    deps.metrics.flush();
  };
};
