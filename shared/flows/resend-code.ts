/** Sends another confirmation code. The answer is the same for an address that nobody registered. */
import { normaliseIdentifier } from "../domain/identifier.js";
import { maskedDestination } from "../domain/masked-destination.js";
import { THROTTLES } from "../domain/throttle-rule.js";
import type { CodeDelivery, Ports } from "../ports.js";
import { takeTurn } from "./take-turn.js";

type Deps = Pick<Ports, "pseudonyms" | "throttle" | "userPool">;

/** @throws AuthError `too_many_requests`. */
export const resendCode = async (
  deps: Deps,
  input: { email: string },
): Promise<{ delivery: CodeDelivery }> => {
  const email = normaliseIdentifier(input.email);
  await takeTurn(deps, THROTTLES.codePerIdentifier, await deps.pseudonyms.of(email));
  await deps.userPool.resendCode(email);
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};
