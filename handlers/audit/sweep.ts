/** Scheduled: publishes audit events that the stream missed. */
import { beforeDeadline, type DeadlineDeps, LONGEST_WORK_MS } from "../../shared/edge/invocation-deadline.js";
import type { InvocationDeps } from "../../shared/edge/invocation-line.js";
import { type SweepAuditDeps, sweepAudit } from "../../shared/flows/audit/sweep-audit.js";
import type { Invocation } from "../../shared/ports/index.js";
import { publishingPorts } from "../../shared/wiring/audit.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = InvocationDeps & DeadlineDeps & SweepAuditDeps;

export const sweep = (deps: Deps) => async (_event: unknown, invocation?: Invocation) => {
  const { published, failed, cause, oldestSeconds } = await beforeDeadline(
    deps,
    invocation,
    LONGEST_WORK_MS.service,
    () => sweepAudit(deps),
  );
  deps.logger.log(failed === 0 ? "info" : "error", "sweep", {
    ...{ outcome: "swept", count: published, failed, errorName: cause },
  });
  deps.metrics.measure("audit_oldest_unpublished", oldestSeconds);
  deps.metrics.flush();
  return { published, failed };
};

export const handler = wired(sweep, publishingPorts);
