/** The log fields of an error: its code, and the class, stored row and stack frames of its cause. Never a message. */
import type { AuthError } from "../domain/errors.js";
import type { LogFields } from "../ports/index.js";

const FRAMES = 5;

export const errorFields = (error: AuthError): LogFields => {
  const { cause } = error;
  if (!(cause instanceof Error)) return { code: error.code };
  const row = error.row === undefined ? {} : { row: error.row };
  return { code: error.code, errorName: cause.name, ...row, frames: framesOf(cause) };
};

// A stack starts with the message, which may contain user input, even in lines that look like frames.
const framesOf = (error: Error): string[] =>
  (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
