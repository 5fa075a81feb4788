/** The audit bus on EventBridge: `detail-type` is our event type, `detail` the OCSF event. */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { type OcsfSource, toOcsf } from "../../domain/audit/ocsf.js";
import type { AuditBus } from "../../ports/index.js";

const AUDIT_SOURCE = "identity-lifecycle";

/**
 * A 200 from PutEvents can still reject single entries. If the call itself fails, all entries fail for the
 * same reason.
 */
export const eventBridgeBus = (client: EventBridgeClient, busName: string, source: OcsfSource): AuditBus => ({
  publish: async (events) => {
    try {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: events.map((event) => ({
            EventBusName: busName,
            Source: AUDIT_SOURCE,
            DetailType: event.type,
            Detail: JSON.stringify(toOcsf(event, source)),
            Time: new Date(event.at),
          })),
        }),
      );
      const failed = events.flatMap((_, index) => (Entries[index]?.EventId === undefined ? [index] : []));
      const cause = Entries.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
      return { failed, ...(cause !== undefined && { cause }) };
    } catch (error) {
      const cause = error instanceof Error ? error.name : "unknown";
      return { failed: events.map((_, index) => index), cause };
    }
  },
});
