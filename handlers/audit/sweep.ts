/** Scheduled: publishes audit events that the stream missed. */
import type { InvocationDeps } from "../../shared/edge/invocation-line.js";
import { type SweepAuditDeps, sweepAudit } from "../../shared/flows/audit/publish-audit.js";
import { publishingPorts, wired } from "../../shared/wiring/index.js";

type Deps = InvocationDeps & SweepAuditDeps;

export const sweep = (deps: Deps) => async (_event: unknown) => {
  const { published, failed, cause, oldestSeconds } = await sweepAudit(deps);
  deps.logger.log(failed === 0 ? "info" : "error", "sweep", {
    ...{ outcome: "swept", count: published, failed, errorName: cause },
  });
  deps.metrics.measure("audit_oldest_unpublished", oldestSeconds);
  deps.metrics.flush();
  return { published, failed };
};

export const handler = wired(sweep, publishingPorts);
