/** Runs on a schedule: publishes events that the stream missed, so that none waits unseen. */
import { sweepAudit } from "../../shared/flows/audit/publish-audit.js";
import type { Ports } from "../../shared/ports/index.js";
import { bus, clock, logger, metrics, outbox, wired } from "../../shared/wiring/index.js";

type Deps = Pick<Ports, "bus" | "clock" | "logger" | "metrics" | "outbox">;

export const sweep = (deps: Deps) => async (_event: unknown) => {
  const { published, failed, cause, oldestSeconds } = await sweepAudit(deps);
  deps.logger.log(failed === 0 ? "info" : "error", "sweep", {
    ...{ outcome: "swept", count: published, failed, errorName: cause },
  });
  deps.metrics.measure("audit_oldest_unpublished", oldestSeconds);
  deps.metrics.flush();
  return { published, failed };
};

export const handler = wired(sweep, { bus, clock, logger, metrics, outbox });
