/**
 * Applies a mapping to one record, in the format of the legacy system's contract. Reads and writes nothing.
 */
import { isEmail, normaliseIdentifier } from "../../domain/identifier.js";
import { legacyFields } from "../../domain/legacy-mapping/legacy-fields.js";
import { type MappedUser, mapUser } from "../../domain/legacy-mapping/map-user.js";
import type { CheckedMapping } from "../../domain/legacy-mapping/mapping.js";
import { isForeignId } from "../../domain/text.js";

export type MappedRecord =
  | { readonly kind: "wrong"; readonly reason: "not a JSON object" | "no id" | "no address" }
  /** `migrates`: every required attribute is present. */
  | ({ readonly kind: "mapped"; readonly migrates: boolean; readonly verified: boolean } & MappedUser);

export const mapRecord = (mapping: CheckedMapping, record: unknown): MappedRecord => {
  if (typeof record !== "object" || record === null || Array.isArray(record))
    return { kind: "wrong", reason: "not a JSON object" };
  const { id, email, email_verified } = record as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(id) && (typeof id !== "string" || !isForeignId(id)))
    return { kind: "wrong", reason: "no id" };
  if (typeof email !== "string" || !isEmail(normaliseIdentifier(email)))
    return { kind: "wrong", reason: "no address" };
  const verified = email_verified === true;
  const user = mapUser(mapping, { fields: legacyFields(record), emailVerified: verified });
  return { kind: "mapped", migrates: user.missing.length === 0, verified, ...user };
};
