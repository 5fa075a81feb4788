/** Fed by the audit table's stream: publishes each new event to the bus. What the bus refuses is delivered again. */
import { auditStream } from "../../shared/edge/audit-stream.js";
import { publishAudit } from "../../shared/flows/audit/publish-audit.js";
import type { Ports } from "../../shared/ports/index.js";
import { bus, clock, logger, metrics, outbox, wired } from "../../shared/wiring/index.js";

type Deps = Pick<Ports, "bus" | "clock" | "logger" | "metrics" | "outbox">;

export const relay = (deps: Deps) => auditStream(deps, (events) => publishAudit(deps, events));

export const handler = wired(relay, { bus, clock, logger, metrics, outbox });
