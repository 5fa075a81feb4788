/** Fields of the requests about accounts. */
import * as z from "zod/mini";
import { AuthError } from "../domain/errors.js";
import type { HttpRequest } from "./http-endpoint.js";
import { namedIdField, nameField } from "./text-fields.js";

export const accountNameFields = z.object({ name: nameField() });
export const activeAccountFields = z.object({ account_id: namedIdField });

/** @throws AuthError `invalid_request` for a malformed key. */
export const idempotencyKeyOf = ({ headers }: HttpRequest): string | undefined => {
  const key = headers["idempotency-key"];
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AuthError("invalid_request", { fields: ["idempotency-key"] });
  return key;
};
