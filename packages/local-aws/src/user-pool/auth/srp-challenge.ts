/** The PASSWORD_VERIFIER challenge. */
import { invalidParameter } from "../errors.js";
import { simulatedUser } from "../rules/simulated-user.js";
import { srpGroup, startSrp } from "../rules/srp.js";
import type { Services } from "../services.js";
import { ask, type NextChallenge, type Step } from "./step.js";

/** Throws InvalidParameterException if SRP_A is not a public value of the group. */
export function passwordVerifierChallenge(
  services: Services,
  step: Step,
  clientValue: string,
): NextChallenge {
  const { pool, user, signInState } = step;
  const stored = user?.password?.srp ?? simulatedUser(pool, signInState.username).srp;
  const exchange = startSrp({ group: srpGroup(pool.id), name: signInState.username }, stored, clientValue);
  if (!exchange) throw invalidParameter("SRP_A is not a public value of the protocol's group");
  const parameters = {
    SALT: exchange.salt,
    SECRET_BLOCK: exchange.secretBlock,
    SRP_B: exchange.publicValue,
    USERNAME: signInState.username,
    USER_ID_FOR_SRP: signInState.username,
  };
  return ask(services, step, { name: "PASSWORD_VERIFIER", exchange }, parameters);
}
