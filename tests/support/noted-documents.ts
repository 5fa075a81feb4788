/** The document calls, which note the name of each. */
import type { Documents } from "../../shared/adapters/dynamo/documents.js";

export const notedDocuments = (documents: Documents): { calls: string[]; documents: Documents } => {
  const calls: string[] = [];
  const entries = Object.entries(documents).map(([name, call]: [string, (...args: never[]) => unknown]) => [
    name,
    (...args: never[]) => {
      calls.push(name);
      return call(...args);
    },
  ]);
  return { calls, documents: Object.fromEntries(entries) as Documents };
};
