/** The error while the legacy system is unavailable. It is the same on every path. */
import { AuthError } from "./errors.js";

const RETRY_SECONDS = 30;

export const legacyUnavailable = (): AuthError =>
  new AuthError("temporarily_unavailable", { retryAfterSeconds: RETRY_SECONDS });
