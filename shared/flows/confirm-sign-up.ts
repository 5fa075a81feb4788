/** Confirms an address with the code that was mailed to it. Every failure reads the same. */
import { AuthError } from "../domain/errors.js";
import { normaliseIdentifier } from "../domain/identifier.js";
import { THROTTLES } from "../domain/throttle-rule.js";
import type { Ports } from "../ports.js";
import { takeTurn } from "./take-turn.js";

type Deps = Pick<Ports, "pseudonyms" | "throttle" | "userPool">;

/** The audit event of a confirmation is recorded by PostConfirmation, which also runs for other doors. @throws AuthError `invalid_code`, `too_many_requests`. */
export const confirmSignUp = async (deps: Deps, input: { email: string; code: string }): Promise<void> => {
  const email = normaliseIdentifier(input.email);
  await takeTurn(deps, THROTTLES.codePerIdentifier, await deps.pseudonyms.of(email));
  if ((await deps.userPool.confirmSignUp(email, input.code)) === "invalid_code")
    throw new AuthError("invalid_code");
};
