/** Events that AWS services put on the default bus. PutEvents refuses their sources. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../aws-json/json.js";
import type { BusParts } from "./assemble-bus.js";
import { eventTime } from "./bus-event.js";

export interface ServiceEvent {
  /** `aws.<service>`. */
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export const acceptServiceEvent = (
  { registry, router, now }: Pick<BusParts, "registry" | "router" | "now">,
  { source, detailType, detail }: ServiceEvent,
): void => {
  router.route(registry.require(), {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source,
    account: registry.accountId,
    time: eventTime(now()),
    region: registry.region,
    resources: [],
    detail: JSON.parse(JSON.stringify(detail)) as JsonObject,
  });
};
