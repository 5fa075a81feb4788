/**
 * Consumer of the audit table's stream: publishes each new event to the bus. Lambda redelivers what the bus refuses.
 */
import { auditStream, type StreamDeps } from "../../shared/edge/audit-stream.js";
import { type PublishAuditDeps, publishAudit } from "../../shared/flows/audit/publish-audit.js";
import { publishingPorts } from "../../shared/wiring/audit.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = StreamDeps & PublishAuditDeps;

const WORDS = { consumer: "relay", done: "published", failures: "audit_publish_failed" };

export const relay = (deps: Deps) => auditStream(deps, WORDS, (rows) => publishAudit(deps, rows));

export const handler = wired(relay, publishingPorts);
