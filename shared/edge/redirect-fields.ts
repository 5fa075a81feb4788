/** Fields of the queries of a sign-in by redirect. */
import * as z from "zod/mini";

const text = (most: number) => z.optional(z.string().check(z.maxLength(most)));

export const beginFields = z.object({
  provider: z.optional(z.string().check(z.regex(/^[\w.-]{1,32}$/))),
  return_to: text(2_048),
  email: text(128),
  remember: z.optional(z.literal("true")),
});
export const returnFields = z.object({
  state: z.string().check(z.regex(/^[\w-]{43}$/)),
  code: text(2_048),
  error: text(256),
  error_description: text(1_024),
});
/** The page of the code that proves an address, and its form. */
export const proofQuery = z.object({ error: z.optional(z.literal("invalid_code")) });
export const proofFields = z.object({ code: z.string().check(z.minLength(1), z.maxLength(64)) });
export const signOutFields = z.object({});
