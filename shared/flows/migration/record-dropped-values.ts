/** Tells the audit stream which fields of a legacy record had bad values, by name and never by value. */
import { auditEvent } from "../../domain/audit-event.js";
import type { MappedPerson } from "../../domain/legacy-mapping/map-person.js";
import type { Ports } from "../../ports/index.js";

/** One event for one record and the same bad fields; the metric counts each of them, each time. */
export const recordDroppedValues = async (
  deps: Pick<Ports, "audit" | "clock" | "metrics">,
  { subject, legacyId, dropped }: { subject: string; legacyId: string } & Pick<MappedPerson, "dropped">,
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
