/** Converts SDK failures to `temporarily_unavailable`: no SDK message or error class leaves the adapters. */
import { AuthError } from "../../domain/errors.js";

/** Runs a call. An error becomes the cause of an `AuthError`, unless it already is one. */
export const orUnavailable = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw error instanceof AuthError ? error : new AuthError("temporarily_unavailable", { cause: error });
  }
};
