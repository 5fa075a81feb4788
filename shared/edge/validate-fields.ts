/** Fields of the requests by which services validate an API key or an access token. */
import * as z from "zod/mini";

export const keyFields = z.strictObject({ key: z.string().check(z.minLength(1), z.maxLength(1024)) });
export const tokenFields = z.object({
  token: z.string().check(z.minLength(1), z.maxLength(8192)),
  account_id: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
});
