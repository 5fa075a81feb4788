/**
 * The app clients of services that assert the identity of users: a comma-separated SSM parameter, read at a
 * cold start. A trigger cannot have a client id in the environment: the client refers to the pool, and the
 * pool to the trigger.
 */
import type { ServiceClients } from "../../ports/challenges.js";
import { type NamedValue, namesIn } from "./named-values.js";
import { orUnavailable } from "./unavailable.js";

/**
 * A foreign pool is also rejected by the resource policy. This check has no second layer, so an unreadable
 * list denies.
 */
export const ssmServiceClients = (read: NamedValue, parameterName: string): ServiceClients => {
  let known: ReadonlySet<string> | undefined;
  return {
    includes: (clientId) =>
      orUnavailable(async () => {
        known ??= namesIn(parameterName, await read(parameterName));
        return known.has(clientId);
      }),
  };
};
