/**
 * Which app clients belong to services that vouch for people: a comma-separated parameter, read when a
 * function starts. A trigger cannot have a client's id in the environment, because the client refers
 * to the pool and the pool to the trigger.
 */
import type { ServiceClients } from "../../ports/challenges.js";
import type { NamedValue } from "./named-values.js";
import { orUnavailable } from "./unavailable.js";

/** Unlike a foreign pool, which the resource policy keeps out too, this decides alone: unreadable means no. */
export const ssmServiceClients = (read: NamedValue, parameterName: string): ServiceClients => {
  let known: ReadonlySet<string> | undefined;
  return {
    includes: (clientId) =>
      orUnavailable(async () => {
        if (known === undefined) {
          const value = await read(parameterName);
          known = new Set((value ?? "").split(",").map((each) => each.trim()));
        }
        return clientId !== "" && known.has(clientId);
      }),
  };
};
