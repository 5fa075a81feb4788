/** What a trigger may throw: the public words of a code and the code itself, and not a letter more. */
import { type AuthErrorCode, ERROR_FACTS } from "../../shared/domain/error-facts.js";

export const thrownWords = (code: AuthErrorCode): string => `${ERROR_FACTS[code].words} [${code}]`;

/** What a call rejected with; fails the test when it did not reject with an `Error`. */
export const rejectionOf = async (call: Promise<unknown>): Promise<Error> => {
  const outcome = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("the call did not reject with an Error");
};
