/** Fields of the requests about accounts. */
import * as z from "zod/mini";
import { accountName } from "../domain/account-settings.js";
import { AuthError } from "../domain/errors.js";
import type { HttpRequest } from "./http-endpoint.js";

/** The name comes out in its stored form. */
export const accountNameFields = z.object({
  name: z.pipe(z.pipe(z.string(), z.transform(accountName)), z.string()),
});
export const activeAccountFields = z.object({ account_id: z.string().check(z.maxLength(128)) });

/** @throws AuthError `invalid_request` for a malformed key. */
export const idempotencyKeyOf = ({ headers }: HttpRequest): string | undefined => {
  const key = headers["idempotency-key"];
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AuthError("invalid_request", { fields: ["idempotency-key"] });
  return key;
};
