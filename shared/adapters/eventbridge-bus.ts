/** The audit bus on EventBridge: `detail-type` is our event type, `detail` the OCSF event. */
import { type OcsfSource, toOcsf } from "../domain/ocsf.js";
import type { AuditBus } from "../ports.js";
import type { AwsJsonCall } from "./signed-aws-json.js";

export const EVENTBRIDGE = { name: "events", target: "AWSEvents", version: "1.1" } as const;

const AUDIT_SOURCE = "identity-lifecycle";

/** A 200 of PutEvents can refuse single entries; a call that fails as a whole refuses all of them. */
export const eventBridgeBus = (call: AwsJsonCall, busName: string, source: OcsfSource): AuditBus => ({
  publish: async (events) => {
    try {
      const { Entries } = await call("PutEvents", {
        Entries: events.map((event) => ({
          EventBusName: busName,
          Source: AUDIT_SOURCE,
          DetailType: event.type,
          Detail: JSON.stringify(toOcsf(event, source)),
          // In seconds, as the protocol has it.
          Time: Date.parse(event.at) / 1000,
        })),
      });
      const taken = (Entries ?? []) as readonly { readonly EventId?: string }[];
      return { failed: events.flatMap((_, index) => (taken[index]?.EventId === undefined ? [index] : [])) };
    } catch {
      return { failed: events.map((_, index) => index) };
    }
  },
});
