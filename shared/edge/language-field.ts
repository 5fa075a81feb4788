/** A language tag in a request body. */
import * as z from "zod/mini";

export const languageField = z.optional(
  z.string().check(z.regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/)),
);
