/** What people are told while the legacy system is down: the same at every door. */
import { AuthError } from "./errors.js";

const RETRY_SECONDS = 30;

export const legacyUnavailable = (): AuthError =>
  new AuthError("temporarily_unavailable", { retryAfterSeconds: RETRY_SECONDS });
