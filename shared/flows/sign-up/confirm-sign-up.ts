/**
 * Confirms an address with the mailed code, and sets the password that is sent with the code. The password of
 * the registration does not count, because an attacker may have registered the address (account
 * pre-hijacking). Every failure of the code has the same error.
 */
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { isStrongPassword } from "../../domain/password-policy.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import { type FloorDeps, failAtFloor } from "../answer-floor.js";
import { countAttempt } from "../count-attempt.js";
import { isFromBlockedNetwork } from "../sign-in/blocked-network.js";
import { recordRefusal } from "./answer-failed-sign-up.js";
import { confirmProfile, type ProfileDeps } from "./ensure-profile.js";

export type CodeDeps = Pick<
  Ports,
  "audit" | "blockedSources" | "clock" | "pseudonyms" | "throttle" | "userPool"
> &
  FloorDeps;
export type ConfirmDeps = CodeDeps & ProfileDeps;

type Input = {
  readonly email: string;
  readonly code: string;
  readonly password: string;
  readonly caller: Caller;
};

/** @throws AuthError `weak_password`, `invalid_code`, `too_many_requests`, `temporarily_unavailable`. */
export const confirmSignUp = async (deps: ConfirmDeps, input: Input): Promise<void> => {
  const { code, password, caller } = input;
  const email = normaliseIdentifier(input.email);
  // Before any check that depends on the user.
  if (!isStrongPassword(password)) throw new AuthError("weak_password");
  await countAttempt(deps, THROTTLES.codePerIdentifier, await deps.pseudonyms.of(email));
  await failAtFloor(deps, () => redeem(deps, { email, code, caller }));
  // The code is consumed. If a step below fails, the user cannot sign in until they reset the password.
  const { sub } = await twice(() => deps.userPool.setPassword(email, password));
  await twice(() => confirmProfile(deps, { sub, email, emailVerified: true }));
};

const redeem = async (
  deps: ConfirmDeps,
  { email, code, caller }: Pick<Input, "email" | "code" | "caller">,
): Promise<void> => {
  if (await isFromBlockedNetwork(deps, caller)) {
    await recordRefusal(deps, { email, caller, reason: "network_blocked" });
    throw new AuthError("invalid_code");
  }
  const answer = await deps.userPool.confirmSignUp(email, code);
  if (answer === "confirmed") return;
  if (answer === "limited") await recordRefusal(deps, { email, caller, reason: "code_limited" });
  throw new AuthError("invalid_code");
};

const twice = <T>(work: () => Promise<T>): Promise<T> => work().catch(work);
