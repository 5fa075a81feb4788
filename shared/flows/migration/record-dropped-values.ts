/** Audits which fields of a legacy record had invalid values: the names, never the values. */
import { auditEvent } from "../../domain/audit/audit-event.js";
import type { MappedUser } from "../../domain/legacy-mapping/map-user.js";
import type { Ports } from "../../ports/index.js";

/** One event per record and set of fields. The metric counts every field at every call. */
export const recordDroppedValues = async (
  deps: Pick<Ports, "audit" | "clock" | "metrics">,
  { subject, legacyId, dropped }: { subject: string; legacyId: string } & Pick<MappedUser, "dropped">,
): Promise<void> => {
  if (dropped.length === 0) return;
  for (const _ of dropped) deps.metrics.count("legacy_value_dropped");
  const reason = dropped.join(", ");
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("migration.values_dropped", {
      subject,
      key: `${legacyId}/${reason}`,
      at,
      details: { legacyId, reason },
    }),
  );
};
