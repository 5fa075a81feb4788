/** Confirms an address with the code that was mailed to it. Every failure reads the same. */
import type { Caller } from "../domain/caller.js";
import { AuthError } from "../domain/errors.js";
import { normaliseIdentifier } from "../domain/identifier.js";
import { THROTTLES } from "../domain/throttle-rule.js";
import type { Ports } from "../ports.js";
import { isFromBlockedNetwork } from "./blocked-network.js";
import { recordRefusal } from "./settle-sign-up-failure.js";
import { takeTurn } from "./take-turn.js";

export type ConfirmDeps = Pick<
  Ports,
  "audit" | "blockedSources" | "clock" | "pseudonyms" | "throttle" | "userPool"
>;

/**
 * The audit event of a confirmation is recorded by PostConfirmation, which also runs for other doors.
 * @throws AuthError `invalid_code`, `too_many_requests`, `temporarily_unavailable`.
 */
export const confirmSignUp = async (
  deps: ConfirmDeps,
  input: { email: string; code: string; caller: Caller },
): Promise<void> => {
  const email = normaliseIdentifier(input.email);
  await takeTurn(deps, THROTTLES.codePerIdentifier, await deps.pseudonyms.of(email));
  if (await isFromBlockedNetwork(deps, input.caller)) {
    await recordRefusal(deps, { email, caller: input.caller, reason: "network_blocked" });
    throw new AuthError("invalid_code");
  }
  if ((await deps.userPool.confirmSignUp(email, input.code)) === "invalid_code")
    throw new AuthError("invalid_code");
};
