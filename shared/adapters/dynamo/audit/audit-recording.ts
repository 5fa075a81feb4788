/**
 * Records an event without a state change. AUDIT_POLICY decides whether a failure is thrown or only logged.
 */
import { AUDIT_POLICY, type AuditEvent } from "../../../domain/audit/audit-event.js";
import type { AuditLog, Logger, Metrics } from "../../../ports/index.js";

export type AuditFallback = { readonly logger: Logger; readonly metrics: Metrics };

export const recording = (
  commit: (event: AuditEvent) => Promise<unknown>,
  fallback: AuditFallback,
): AuditLog => ({
  record: async (event) => {
    try {
      await commit(event);
    } catch (error) {
      if (AUDIT_POLICY[event.type] === "required") throw error;
      fallback.metrics.count("audit_fallback");
      fallback.logger.log("error", "audit event kept in the log only", { auditEvent: event });
    }
  },
});
