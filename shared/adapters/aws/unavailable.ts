/** SDK failures end here: nothing of their text or class leaves the adapters, only `temporarily_unavailable`. */
import { AuthError } from "../../domain/errors.js";

/** Runs a call; what it throws becomes the cause of an `AuthError`, unless it is one already. */
export const orUnavailable = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw error instanceof AuthError ? error : new AuthError("temporarily_unavailable", { cause: error });
  }
};
