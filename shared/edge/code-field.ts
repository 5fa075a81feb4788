/** A mailed or texted code in a request's body: as a user types or pastes it, read as ASCII digits. */
import * as z from "zod/mini";
import { normaliseCode } from "../domain/one-time-code.js";

const LONGEST_TYPED = 64;

/** Takes codes from this length on: the pool's codes have 6 digits, ours 8. */
export const codeField = (fewestDigits: number) =>
  z.pipe(
    z.pipe(z.string().check(z.maxLength(LONGEST_TYPED)), z.transform(normaliseCode)),
    z.string().check(z.regex(new RegExp(`^[0-9]{${fewestDigits},10}$`))),
  );
