/** What a log line may say of an error: its code, the class of its cause and where it came from. Never a message. */
import type { AuthError } from "../domain/errors.js";
import type { LogFields } from "../ports/index.js";

const FRAMES = 5;

export const errorFields = (error: AuthError): LogFields => {
  const { cause } = error;
  if (!(cause instanceof Error)) return { code: error.code };
  return { code: error.code, errorName: cause.name, frames: framesOf(cause) };
};

// A stack begins with the message, which may quote what a person typed, even in lines that look like frames.
const framesOf = (error: Error): string[] =>
  (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
