/** Consistent reads of any number of rows of the audit table. */
import type { AuditRowKey } from "../../../domain/audit/audit-row.js";
import { type Documents, readAll } from "../documents.js";
import type { Row } from "../rows.js";

const BATCH = 100; // the maximum of BatchGetItem

export type AuditReads = { readonly documents: Documents; readonly auditTable: string };

export const readRows = async (
  { documents, auditTable }: AuditReads,
  keys: readonly AuditRowKey[],
): Promise<Row[]> => {
  const distinct = [...new Map(keys.map(({ pk, sk }) => [`${pk}/${sk}`, { pk, sk }])).values()];
  const batches = Array.from({ length: Math.ceil(distinct.length / BATCH) }, (_, index) =>
    distinct.slice(index * BATCH, (index + 1) * BATCH),
  );
  const found = await Promise.all(batches.map((batch) => readAll(documents, { [auditTable]: batch })));
  return found.flatMap((rows) => rows[auditTable] ?? []);
};
