/** Sends another confirmation code. The answer is the same for an address that nobody registered. */
import type { Caller } from "../domain/caller.js";
import { normaliseIdentifier } from "../domain/identifier.js";
import { maskedDestination } from "../domain/masked-destination.js";
import { THROTTLES } from "../domain/throttle-rule.js";
import type { CodeDelivery } from "../ports.js";
import { isFromBlockedNetwork } from "./blocked-network.js";
import type { CodeDeps } from "./confirm-sign-up.js";
import { recordRefusal } from "./settle-sign-up-failure.js";
import { takeTurn } from "./take-turn.js";

/** @throws AuthError `too_many_requests`, `temporarily_unavailable`. */
export const resendCode = async (
  deps: CodeDeps,
  input: { email: string; caller: Caller },
): Promise<{ delivery: CodeDelivery }> => {
  const email = normaliseIdentifier(input.email);
  await takeTurn(deps, THROTTLES.codePerIdentifier, await deps.pseudonyms.of(email));
  if (await isFromBlockedNetwork(deps, input.caller))
    await recordRefusal(deps, { email, caller: input.caller, reason: "network_blocked" });
  else await deps.userPool.resendCode(email);
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};
