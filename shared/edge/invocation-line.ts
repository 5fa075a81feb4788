/** The one log line of an invocation, with its duration; what was counted is written with it. */
import type { LogFields, Ports } from "../ports.js";

type Deps = Pick<Ports, "clock" | "logger" | "metrics">;
type Finish = (level: "info" | "warn" | "error", fields: LogFields) => void;

/** Starts the invocation's time; the answer ends it. */
export const invocationLine = (deps: Deps, message: string, about: LogFields): Finish => {
  const started = deps.clock.now().getTime();
  return (level, fields) => {
    const durationMs = deps.clock.now().getTime() - started;
    deps.logger.log(level, message, { ...about, durationMs, ...fields });
    deps.metrics.flush();
  };
};
