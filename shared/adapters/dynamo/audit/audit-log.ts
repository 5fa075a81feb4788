/** Records events without a state change in the audit table. */
import type { AuditLog } from "../../../ports/index.js";
import { commitDocuments, type DocumentsAuditStore } from "./audit-commit.js";
import { type AuditFallback, recording } from "./audit-recording.js";

export const dynamoAuditLog = (store: DocumentsAuditStore, fallback: AuditFallback): AuditLog =>
  recording((event) => commitDocuments(store, [], event), fallback);
