/** Confirms an address with the code that was mailed to it. Every failure reads the same. */
import { AuthError } from "../domain/errors.js";
import { normaliseIdentifier } from "../domain/identifier.js";
import { THROTTLES } from "../domain/throttle-rule.js";
import type { Ports } from "../ports.js";

type Deps = Pick<Ports, "pseudonyms" | "throttle" | "userPool">;

/** The audit event of a confirmation is recorded by PostConfirmation, which also runs for other doors. @throws AuthError `invalid_code`, `too_many_requests`. */
export const confirmSignUp = async (deps: Deps, input: { email: string; code: string }): Promise<void> => {
  const email = normaliseIdentifier(input.email);
  await takeTurn(deps, email);
  if ((await deps.userPool.confirmSignUp(email, input.code)) === "invalid_code")
    throw new AuthError("invalid_code");
};

/** Counts an act with codes against its address, whether or not anybody has the address. */
export const takeTurn = async (
  deps: Pick<Ports, "pseudonyms" | "throttle">,
  email: string,
): Promise<void> => {
  const turn = await deps.throttle.take(THROTTLES.codePerIdentifier, await deps.pseudonyms.of(email));
  if (!turn.allowed) throw new AuthError("too_many_requests", { retryAfterSeconds: turn.retryAfterSeconds });
};
