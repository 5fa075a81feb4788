/** For how long the authorizer goes by what it read, and when the end of a session counts. */
import { type Environment, whole } from "./reading.js";

const REVOCATIONS = ["immediate", "cached", "lifetime"] as const;
const MOST_CACHE_SECONDS = 60;

/**
 * `immediate`: every request reads anew. `cached`: a change shows when what was read is too old.
 * `lifetime`: the same, and tokens of ended sessions are good to their own end.
 */
export const access = (environment: Environment) => {
  const seconds = whole(environment, "ACCESS_CACHE_SECONDS", 30);
  if (seconds > MOST_CACHE_SECONDS)
    throw new Error(`ACCESS_CACHE_SECONDS is more than ${MOST_CACHE_SECONDS}`);
  const named = environment.TOKEN_REVOCATION || "cached";
  const revocation = REVOCATIONS.find((each) => each === named);
  if (revocation === undefined) throw new Error(`TOKEN_REVOCATION is none of ${REVOCATIONS.join(", ")}`);
  return { cacheMs: seconds * 1000, revocation };
};
