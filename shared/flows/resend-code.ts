/** Sends another confirmation code. The answer is the same for an address that nobody registered. */
import { normaliseIdentifier } from "../domain/identifier.js";
import { maskedDestination } from "../domain/masked-destination.js";
import type { CodeDelivery, Ports } from "../ports.js";
import { takeTurn } from "./confirm-sign-up.js";

type Deps = Pick<Ports, "pseudonyms" | "throttle" | "userPool">;

/** @throws AuthError `too_many_requests`. */
export const resendCode = async (
  deps: Deps,
  input: { email: string },
): Promise<{ delivery: CodeDelivery }> => {
  const email = normaliseIdentifier(input.email);
  await takeTurn(deps, email);
  await deps.userPool.resendCode(email);
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};
