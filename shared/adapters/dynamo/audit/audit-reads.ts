/** Consistent reads of any number of rows of the audit table. */
import type { AuditRowKey } from "../../../domain/audit/audit-row.js";
import { type Documents, getRows } from "../documents.js";
import type { Row } from "../rows.js";

export type AuditReads = { readonly documents: Documents; readonly auditTable: string };

/** Keys may repeat, and may be rows. */
export const readRows = (
  { documents, auditTable }: AuditReads,
  keys: readonly AuditRowKey[],
): Promise<readonly Row[]> => {
  const distinct = new Map(keys.map(({ pk, sk }) => [`${pk}/${sk}`, { pk, sk }]));
  return getRows(documents, auditTable, [...distinct.values()]);
};
