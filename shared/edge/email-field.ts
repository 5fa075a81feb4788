/** An e-mail address in a request body, not normalised yet. */
import * as z from "zod/mini";
import { isEmail, normaliseIdentifier } from "../domain/identifier.js";

export const emailField = z.string().check(
  z.maxLength(320),
  z.refine((typed) => isEmail(normaliseIdentifier(typed))),
);
