/** Handles the answer to WEB_AUTHN: AuthenticationResponseJSON (Web Authentication Level 3, 7.2). */
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import { invalidParameter, notAuthorized } from "../errors.js";
import type { Services } from "../services.js";
import { demandsVerification, isOriginOf, replacesMfa } from "../settings/passkey-settings.js";
import type { Passkey } from "../store/passkey.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { advance } from "./advance.js";
import { relyingPartyOf } from "./relying-party.js";
import { type ChallengeAnswer, type FlowAnswer, passed, required } from "./step.js";

const base64url = z.string().regex(/^[\w-]+$/);

const assertion = z.looseObject({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  response: z.looseObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: z.string().nullish(),
  }),
});

const refused = () => notAuthorized("The passkey could not be verified.");

/** Every refusal has the same message and uses the session up, so that each session allows one attempt. */
export async function answerPasskey(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  challenge: string,
): Promise<FlowAnswer> {
  const given = parsedCredential(required(challengeAnswer, "CREDENTIAL"));
  services.challenges.consume(challengeAnswer.session);
  const { pool, user } = challengeAnswer;
  const passkey = user?.passkeys?.find(({ id }) => id === given.id);
  if (!user || !passkey || !isHandleOf(user, given.response.userHandle)) throw refused();
  const { counter, userVerified } = await verified(pool, passkey, given, challenge);
  passkey.counter = counter;
  pool.users.save(user);
  const secondFactor = userVerified && replacesMfa(pool.settings);
  const method = passkey.attachment === "cross-platform" ? "hwk" : "swk";
  const methods = [
    ...challengeAnswer.signInState.methods.filter((proved) => proved !== method),
    method,
  ] as const;
  return advance(
    services,
    passed(challengeAnswer, "WEB_AUTHN", { methods, ...(secondFactor && { secondFactor }) }),
  );
}

function parsedCredential(text: string): z.output<typeof assertion> {
  try {
    return assertion.parse(JSON.parse(text));
  } catch {
    throw invalidParameter("CREDENTIAL is not an AuthenticationResponseJSON");
  }
}

const isHandleOf = (user: User, handle: string | null | undefined): boolean =>
  !handle || handle === Buffer.from(user.sub).toString("base64url");

async function verified(
  pool: Pool,
  passkey: Passkey,
  given: z.output<typeof assertion>,
  expectedChallenge: string,
): Promise<{ counter: number; userVerified: boolean }> {
  const relyingParty = relyingPartyOf(pool);
  const origin = originOf(given.response.clientDataJSON);
  if (!isOriginOf(relyingParty, origin)) throw refused();
  try {
    const { verified: valid, authenticationInfo } = await verifyAuthenticationResponse({
      // The verifier reads only those members of the response that `assertion` has checked.
      response: given as unknown as AuthenticationResponseJSON,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: relyingParty,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
        counter: passkey.counter,
      },
      requireUserVerification: demandsVerification(pool.settings),
    });
    if (!valid) throw refused();
    return { counter: authenticationInfo.newCounter, userVerified: authenticationInfo.userVerified };
  } catch {
    throw refused();
  }
}

/** Returns the origin that the browser reports. The signature covers it. Empty if there is none. */
export function originOf(clientData: string): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientData, "base64url").toString("utf8"));
    return z.object({ origin: z.string() }).parse(data).origin;
  } catch {
    return "";
  }
}
