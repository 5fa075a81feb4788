/**
 * Finds the session of an answer that does not include one. The API requires Session for no challenge.
 * Clients that support SRP only omit it (pycognito, alexrudd/cognito-srp, Home Assistant). They can be
 * identified: SECRET_BLOCK belongs to one exchange, DEVICE_KEY to one device.
 */
import { invalidParameter } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { invalidSession, type OpenChallenge } from "./challenges.js";

interface UnsentSession {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly name: string;
  readonly responses: Readonly<Record<string, string>>;
}

/**
 * Throws InvalidParameterException if the challenge is not part of SRP. Throws NotAuthorizedException if no
 * matching challenge is open.
 */
export function unsentSession(
  { challenges }: Services,
  { pool, client, name, responses }: UnsentSession,
): string {
  const isAsked = identified(name, responses);
  if (!isAsked) throw invalidParameter("Missing required parameter Session");
  const session = challenges.newest((challenge) => {
    const { poolId, clientId, flow } = challenge.signInState;
    // Other flows have several challenges. Only the session tells which one is open.
    return poolId === pool.id && clientId === client.id && flow === "PASSWORD" && isAsked(challenge);
  });
  if (session === undefined) throw invalidSession();
  return session;
}

/** Returns a test for the challenge that such an answer belongs to. */
function identified(
  name: string,
  {
    PASSWORD_CLAIM_SECRET_BLOCK: block,
    DEVICE_KEY: deviceKey,
    USERNAME: username,
  }: UnsentSession["responses"],
): ((challenge: OpenChallenge) => boolean) | undefined {
  switch (name) {
    case "PASSWORD_VERIFIER":
    case "DEVICE_PASSWORD_VERIFIER":
      return (challenge) => challenge.name === name && challenge.exchange.secretBlock === block;
    case "DEVICE_SRP_AUTH":
      return ({ name: asked, signInState }) =>
        asked === name &&
        signInState.deviceKey === deviceKey &&
        [signInState.username, signInState.typed].includes(username ?? "");
    default:
      return undefined;
  }
}
