/**
 * The stage's allowed user pools: a comma-separated SSM parameter, read at a cold start. A trigger cannot
 * have its pool's id in the environment, because the pool refers to the trigger (a CloudFormation cycle).
 */
import { AuthError } from "../../domain/errors.js";
import type { AllowedPools, Metrics } from "../../ports/index.js";
import { type NamedValue, namesIn } from "./named-values.js";
import { orUnavailable } from "./unavailable.js";

/** A malformed parameter is an error and allows no pool: unlike an outage, it does not pass. */
export const ssmAllowedPools = (read: NamedValue, parameterName: string, metrics: Metrics): AllowedPools => {
  let known: ReadonlySet<string> | undefined;
  return {
    allows: async (userPoolId) => {
      if (known === undefined) {
        const answer = await read(parameterName).then(
          (value) => ({ value }),
          () => undefined,
        );
        if (answer === undefined) {
          // The function's resource policy has already checked the calling pool. A failure of Parameter Store
          // must not block every sign-in.
          metrics.count("allowed_pools_unreadable");
          return true;
        }
        known = namesIn(parameterName, answer.value);
      }
      return known.has(userPoolId);
    },
  };
};

/**
 * Returns the stage's only pool. @throws AuthError `invalid_request` (field `user-pool`) unless there is
 * exactly one.
 */
export const onlyPool = (read: NamedValue, parameterName: string): Promise<string> =>
  orUnavailable(async () => {
    const [pool, ...others] = namesIn(parameterName, await read(parameterName));
    if (pool === undefined || others.length > 0)
      throw new AuthError("invalid_request", { fields: ["user-pool"] });
    return pool;
  });
