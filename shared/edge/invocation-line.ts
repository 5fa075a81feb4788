/** The one log line of an invocation, with its duration; what was counted is written with it. */
import type { LogFields, Ports } from "../ports/index.js";

export type InvocationDeps = Pick<Ports, "clock" | "logger" | "metrics">;
type Finish = (level: "info" | "warn" | "error", fields: LogFields) => void;

/** Starts the invocation's time; the answer ends it. */
export const invocationLine = (deps: InvocationDeps, message: string, about: LogFields): Finish => {
  const started = deps.clock.now().getTime();
  return (level, fields) => {
    const durationMs = deps.clock.now().getTime() - started;
    // Spreading two objects takes longer than all else that the authorizer does for a token it knows.
    deps.logger.log(level, message, Object.assign({ durationMs }, about, fields));
    deps.metrics.flush();
  };
};
