/** PreSignUp: the stage's rules on who may register. It never confirms or verifies anything by itself. */
import { normaliseIdentifier } from "../domain/identifier.js";
import { maySignUp, type SignUpPolicy } from "../domain/sign-up-policy.js";

/** Administrators may create whom they like. */
export const screenSignUp = (
  policy: SignUpPolicy,
  input: { source: "self" | "admin"; email: string | undefined },
): "admitted" | "refused" => {
  if (input.source === "admin") return "admitted";
  if (input.email === undefined) return "refused";
  return maySignUp(policy, normaliseIdentifier(input.email)) ? "admitted" : "refused";
};
