/**
 * MFA_SETUP on the hosted pages, which can set up an address as well as an authenticator app. The steps are:
 * choose the kind, enter the address, enter the code. Each step replaces the session. With the API, the user
 * starts a new sign-in instead.
 */

import { invalidSession, type OpenChallenge } from "../../auth/challenges.js";
import { invalidParameter } from "../../errors.js";
import { sendSignInCode } from "../../messages/sign-in-code.js";
import { associateSoftwareToken } from "../../operations/software-tokens.js";
import { checkValues } from "../../rules/attribute-values.js";
import type { Services } from "../../services.js";
import { enabledMfas } from "../../settings/mfa-settings.js";
import { type MfaKind, mfaKinds } from "../../store/mfa.js";
import type { Pool } from "../../store/pool.js";

export type SetUp = Extract<OpenChallenge, { name: "MFA_SETUP" }>;

/** The kinds of factors that users of the pool can set up. */
export const kindsToSetUp = ({ settings }: Pool): readonly MfaKind[] => enabledMfas(settings);

/** @returns the next session */
export async function chooseSetUp(
  services: Services,
  pool: Pool,
  { open, session }: { open: SetUp; session: string },
  wanted: string,
): Promise<string> {
  const kind = mfaKinds.find((name) => name === wanted);
  if (!kind || !kindsToSetUp(pool).includes(kind)) throw invalidParameter("This factor cannot be set up.");
  services.challenges.consume(session);
  const next = services.challenges.issue({ ...open, kind });
  if (kind !== "SOFTWARE_TOKEN_MFA") return next;
  const answer = await associateSoftwareToken.handle(services, { Session: next });
  return "Session" in answer ? String(answer.Session) : next;
}

/**
 * Sends a code to the address. The profile changes only after the user enters it. @returns the next session
 */
export async function sendSetUpCode(
  services: Services,
  pool: Pool,
  { open, session }: { open: SetUp; session: string },
  address: string,
): Promise<string> {
  const { signInState, kind } = open;
  const user = pool.users.byUsername(signInState.username);
  if (!user || user.sub !== signInState.sub || kind === undefined || kind === "SOFTWARE_TOKEN_MFA") {
    throw invalidSession();
  }
  const attribute = kind === "EMAIL_OTP" ? "email" : "phone_number";
  checkValues(pool, { [attribute]: address });
  services.challenges.consume(session);
  const recipient = { pool, clientId: signInState.clientId, user };
  const { sent } = await sendSignInCode(services, recipient, { attribute, digits: 6, address });
  return services.challenges.issue({ ...open, contact: sent, guesses: { wrong: 0 } });
}
