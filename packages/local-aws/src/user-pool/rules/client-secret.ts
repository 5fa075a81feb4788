/**
 * Authenticates confidential clients. Operations that name a user take SECRET_HASH, the keyed hash of the
 * username and the client id. Operations that hold a refresh token take the secret itself. (Developer guide,
 * "Computing secret hash values".)
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { CognitoError, type ErrorName, notAuthorized } from "../errors.js";
import { type PoolClient, secretsOf } from "../store/pool.js";

export const sameText = (left: string, right: string): boolean =>
  timingSafeEqual(createHash("sha256").update(left).digest(), createHash("sha256").update(right).digest());

/**
 * Accepts a correct hash for one of the given names, or no hash from a public client. Otherwise throws
 * NotAuthorizedException.
 */
export function checkSecretHash(
  client: PoolClient,
  names: readonly string[],
  secretHash: string | undefined,
): void {
  const { id } = client;
  const secrets = secretsOf(client);
  if (secrets.length === 0) {
    if (secretHash === undefined) return;
    throw notAuthorized(`Unable to verify secret hash for client ${id}`);
  }
  if (secretHash === undefined) {
    throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  }
  const right = secrets.flatMap(({ value }) =>
    names.filter((name) => sameText(hashOf(value, name, id), secretHash)),
  );
  if (right.length === 0) throw notAuthorized(`Unable to verify secret hash for client ${id}`);
}

/** Returns the hash that a client sends with a name, or undefined for a public client. */
export const secretHashOf = ({ id, secret }: PoolClient, name: string): string | undefined =>
  secret === undefined ? undefined : hashOf(secret, name, id);

const hashOf = (secret: string, name: string, clientId: string): string =>
  createHmac("sha256", secret).update(`${name}${clientId}`).digest("base64");

/** Like checkSecretHash, for operations that take the secret itself. */
export function checkRawSecret(
  client: PoolClient,
  given: string | undefined,
  error: ErrorName = "NotAuthorizedException",
): void {
  const secrets = secretsOf(client);
  const matches =
    secrets.length === 0
      ? given === undefined
      : given !== undefined && secrets.some(({ value }) => sameText(value, given));
  if (!matches) throw new CognitoError(error, `Unable to verify secret for client ${client.id}`);
}
