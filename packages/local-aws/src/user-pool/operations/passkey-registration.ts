/** StartWebAuthnRegistration and CompleteWebAuthnRegistration (Web Authentication Level 3, 5.4 and 7.1). */
import { randomBytes } from "node:crypto";
import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import { type Authorized, authorize } from "../auth/authorize.js";
import { originOf } from "../auth/passkey.js";
import { relyingPartyOf } from "../auth/relying-party.js";
import { CognitoError, type ErrorName, invalidParameter } from "../errors.js";
import { demandsVerification, isOriginOf } from "../settings/passkey-settings.js";
import { mostPasskeys, type Passkey } from "../store/passkey.js";
import type { User } from "../store/user.js";
import { accessToken } from "./fields.js";
import { operation } from "./operation.js";
import { algorithms, creationOptions, registrationMs } from "./passkey-creation-options.js";

const startInput = z.object({ AccessToken: accessToken });

export const startWebAuthnRegistration = operation(
  "StartWebAuthnRegistration",
  "public",
  startInput,
  (services, { AccessToken }) => {
    const { pool, client, user } = authorize(services, AccessToken);
    const rpId = relyingPartyOf(pool);
    checkRoom(user);
    const challenge = randomBytes(32).toString("base64url");
    const expiresAt = services.clock.now() + registrationMs;
    user.passkeyRegistration = { challenge, clientId: client.id, expiresAt };
    pool.users.save(user);
    const verification = demandsVerification(pool.settings) ? "required" : "preferred";
    return { CredentialCreationOptions: creationOptions(user, rpId, challenge, verification) };
  },
);

const base64url = z.string().regex(/^[\w-]+$/);

const completeInput = z.object({
  AccessToken: accessToken,
  Credential: z.looseObject({
    id: base64url,
    rawId: base64url,
    type: z.literal("public-key"),
    response: z.looseObject({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z.array(z.string().max(32)).max(8).default([]),
    }),
    authenticatorAttachment: z.string().max(32).nullish(),
  }),
});

type Credential = z.output<typeof completeInput>["Credential"];

/** A challenge allows one attempt, successful or not. */
export const completeWebAuthnRegistration = operation(
  "CompleteWebAuthnRegistration",
  "public",
  completeInput,
  async (services, { AccessToken, Credential: given }) => {
    const authorized = authorize(services, AccessToken);
    const { pool, user } = authorized;
    const now = services.clock.now();
    const passkey = await verifiedPasskey(authorized, given, takeChallenge(authorized, now), now);
    checkRoom(user);
    for (const { passkeys = [] } of pool.users.all())
      if (passkeys.some(({ id }) => id === passkey.id))
        throw invalidParameter("The passkey is already registered.");
    user.passkeys = [...(user.passkeys ?? []), passkey];
    pool.users.save(user);
    return {};
  },
);

function checkRoom({ passkeys = [] }: User): void {
  if (passkeys.length < mostPasskeys) return;
  throw new CognitoError("LimitExceededException", `A user has at most ${mostPasskeys} passkeys.`);
}

function takeChallenge({ pool, client, user }: Authorized, now: number): string {
  const { passkeyRegistration: begun } = user;
  if (!begun || now >= begun.expiresAt) throw challengeNotFound();
  if (begun.clientId !== client.id) {
    throw new CognitoError("WebAuthnClientMismatchException", "Another client started this registration.");
  }
  delete user.passkeyRegistration;
  pool.users.save(user);
  return begun.challenge;
}

const challengeNotFound = () =>
  new CognitoError("WebAuthnChallengeNotFoundException", "There is no pending registration.");

async function verifiedPasskey(
  { pool }: Authorized,
  given: Credential,
  challenge: string,
  createdAt: number,
): Promise<Passkey> {
  const relyingPartyId = relyingPartyOf(pool);
  const origin = originOf(given.response.clientDataJSON);
  if (!isOriginOf(relyingPartyId, origin)) {
    throw new CognitoError(
      "WebAuthnOriginNotAllowedException",
      "The origin does not belong to the relying party.",
    );
  }
  const { registrationInfo } = await verifyRegistrationResponse({
    // The verifier reads only those members of the response that the input schema has checked.
    response: given as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: relyingPartyId,
    requireUserVerification: demandsVerification(pool.settings),
    supportedAlgorithmIDs: algorithms,
  }).catch((error: unknown) => {
    throw refusalOf(error);
  });
  if (!registrationInfo) throw refusalOf(undefined);
  const { id, publicKey, counter } = registrationInfo.credential;
  const { authenticatorAttachment: attachment, response } = given;
  const key = Buffer.from(publicKey).toString("base64url");
  const shared = { id, publicKey: key, counter, relyingPartyId, transports: response.transports, createdAt };
  return attachment ? { ...shared, attachment } : shared;
}

function refusalOf(error: unknown): CognitoError {
  const { name, message } = error instanceof Error ? error : new Error();
  if (/response challenge/.test(message)) return challengeNotFound();
  const code: ErrorName =
    name === "UnexpectedRPIDHash"
      ? "WebAuthnRelyingPartyMismatchException"
      : "WebAuthnCredentialNotSupportedException";
  return new CognitoError(code, "The passkey could not be registered.", { cause: error });
}
