/** State changes and their audit event in one transaction, for the stores on the SDK's client. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { AuditEvent } from "../domain/audit-event.js";
import type { Clock } from "../ports.js";
import type { TransactItem } from "./documents.js";
import { type CommitOutcome, commitDocuments } from "./documents-audit-commit.js";
import { sdkDocuments } from "./sdk-documents.js";

export type { TransactItem };

export type DynamoAuditStore = {
  readonly client: DynamoDBDocumentClient;
  readonly auditTable: string;
  readonly clock: Clock;
};

/** As `commitDocuments`. */
export const commit = (
  { client, auditTable, clock }: DynamoAuditStore,
  state: readonly TransactItem[],
  event: AuditEvent,
  options?: { newSubject?: boolean },
): Promise<CommitOutcome> =>
  commitDocuments({ documents: sdkDocuments(client), auditTable, clock }, state, event, options);
