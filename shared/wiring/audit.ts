/** Publishing of audit events. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { eventBridgeBus } from "../adapters/aws/eventbridge-bus.js";
import { dynamoAuditOutbox } from "../adapters/dynamo/audit/audit-outbox.js";
import * as config from "../config/index.js";
import { clock } from "./base.js";
import { auditSeal, auditStore, deadline, logger, metrics, REQUEST_LIMITS, service } from "./clients.js";
import { env } from "./environment.js";
import { composed, once } from "./provider.js";
import { requests } from "./sdk.js";

const outbox = /* @__PURE__ */ once(() => dynamoAuditOutbox(auditStore()));
const bus = /* @__PURE__ */ composed(
  { service, bus: () => config.bus(env) },
  ({ service: { version, region }, bus }) => {
    const client = new EventBridgeClient({ maxAttempts: 1, requestHandler: requests(REQUEST_LIMITS) });
    return eventBridgeBus(client, bus, { productVersion: version, region });
  },
);

export const sealPorts = { auditSeal };
export const publishingPorts = { bus, clock, deadline, logger, metrics, outbox };
