/** Operations of the identity pool: identity ids and credentials. */
import { createHash, randomUUID } from "node:crypto";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { isJsonObject, type JsonObject } from "../aws-json/json.js";
import { requiredText } from "../aws-json/request-fields.js";
import { notFound, ServiceError } from "../aws-json/service-error.js";
import type { BoundedMap } from "../bounded-map.js";
import type { IamSession } from "../http-api/index.js";
import type { DeclaredIdentityPool, PoolProvider } from "./declared.js";
import { type Claims, chooseRole } from "./role-choice.js";

export type IdentityDeps = {
  readonly pools: readonly DeclaredIdentityPool[];
  readonly region: string;
  /** The public keys of a user pool. */
  readonly keysOf: (userPoolId: string) => Promise<Jwks>;
  /** Whether the user exists in the user pool and is enabled. */
  readonly isEnabled: (userPoolId: string, username: string) => Promise<boolean>;
  readonly open: (roleArn: string, identity: IamSession["identity"]) => IamSession;
  /** The pool of each guest, by identity id. */
  readonly guests: BoundedMap<DeclaredIdentityPool>;
};

const refused = (message: string) => new ServiceError("NotAuthorizedException", message);

export const identityOperations = (deps: IdentityDeps) => ({
  GetId: async (input: JsonObject) => {
    const poolId = requiredText(input, "IdentityPoolId");
    const pool = deps.pools.find(({ id }) => id === poolId);
    if (pool === undefined) throw notFound(`IdentityPool '${poolId}' not found.`);
    if (hasNoLogin(input)) return { IdentityId: newGuest(deps, pool) };
    const { provider, claims } = await proved(deps, [pool], input);
    return { IdentityId: identityId(deps, pool, provider, claims) };
  },
  GetCredentialsForIdentity: async (input: JsonObject) => {
    const wanted = requiredText(input, "IdentityId");
    if (input.CustomRoleArn !== undefined && input.CustomRoleArn !== null)
      throw refused("Access to the custom role is forbidden.");
    if (hasNoLogin(input)) return credentialsOf(wanted, guestSession(deps, wanted));
    const { pool, provider, claims } = await proved(deps, deps.pools, input);
    if (identityId(deps, pool, provider, claims) !== wanted)
      throw notFound(`Identity '${wanted}' not found.`);
    const roleArn = chooseRole(pool, provider, claims);
    if (roleArn === undefined) throw refused("Access to Identity is forbidden.");
    const session = deps.open(roleArn, {
      amr: ["authenticated", provider.name, `${provider.name}:CognitoSignIn:${String(claims.sub)}`],
      identityId: wanted,
      identityPoolId: pool.id,
    });
    return credentialsOf(wanted, session);
  },
  GetOpenIdToken: () => {
    if (deps.pools.some(({ classicFlow }) => classicFlow))
      throw new ServiceError("NotImplementedException", "The classic flow is not implemented locally.", 501);
    throw new ServiceError(
      "InvalidParameterException",
      "Basic (classic) flow is not enabled, please use enhanced flow.",
    );
  },
});

const credentialsOf = (IdentityId: string, session: IamSession) => ({
  IdentityId,
  Credentials: {
    AccessKeyId: session.accessKeyId,
    SecretKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: Math.floor(session.expiresAt / 1000),
  },
});

const hasNoLogin = ({ Logins }: JsonObject): boolean =>
  !isJsonObject(Logins) || Object.keys(Logins).length === 0;

/** Each call without a login makes another identity, as on AWS. */
const newGuest = ({ guests, region }: IdentityDeps, pool: DeclaredIdentityPool): string => {
  if (!pool.guests) throw refused("Unauthenticated access is not supported for this identity pool.");
  const id = `${region}:${randomUUID()}`;
  guests.set(id, pool);
  return id;
};

/** An identity of a user needs the login of the user, so only those of guests get credentials without one. */
const guestSession = ({ guests, open }: IdentityDeps, identityId: string): IamSession => {
  const pool = guests.get(identityId);
  if (pool === undefined) throw refused(`Access to Identity '${identityId}' is forbidden.`);
  if (pool.guestRole === undefined)
    throw new ServiceError(
      "InvalidIdentityPoolConfigurationException",
      "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    );
  return open(pool.guestRole, { amr: ["unauthenticated"], identityId, identityPoolId: pool.id });
};

type Proved = {
  readonly pool: DeclaredIdentityPool;
  readonly provider: PoolProvider;
  readonly claims: Claims;
};

/** Requires exactly one login, with a token that one of the providers accepts. */
const proved = async (
  deps: IdentityDeps,
  pools: readonly DeclaredIdentityPool[],
  input: JsonObject,
): Promise<Proved> => {
  const logins = isJsonObject(input.Logins) ? Object.entries(input.Logins) : [];
  const [[name, token] = [], ...more] = logins;
  if (name === undefined || more.length > 0 || typeof token !== "string")
    throw refused("Invalid login token.");
  for (const pool of pools) {
    const clients = pool.providers.filter((each) => each.name === name);
    if (clients.length === 0) continue;
    return { pool, ...(await acceptedBy(deps, clients, token)) };
  }
  throw refused("Token is not from a supported provider of this identity pool.");
};

/** A user pool is a provider once for each of its clients. */
const acceptedBy = async (
  deps: IdentityDeps,
  clients: readonly PoolProvider[],
  token: string,
): Promise<Omit<Proved, "pool">> => {
  const [{ userPoolId } = { userPoolId: "" }] = clients;
  const clientId = clients.map((each) => each.clientId);
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: "id" });
  verifier.cacheJwks(await deps.keysOf(userPoolId));
  const claims = await verifier.verify(token).catch(() => {
    throw refused("Invalid login token.");
  });
  const provider = clients.find((each) => each.clientId === claims.aud);
  if (provider === undefined) throw refused("Invalid login token.");
  const { serverSideCheck } = provider;
  if (serverSideCheck && !(await deps.isEnabled(userPoolId, String(claims["cognito:username"]))))
    throw refused("Invalid login token. The token is revoked, or the user is disabled.");
  return { provider, claims };
};

/** Derived from the user, so that a user keeps the same identity across restarts. */
const identityId = (
  { region }: IdentityDeps,
  pool: DeclaredIdentityPool,
  provider: PoolProvider,
  { sub }: Claims,
): string => {
  const hex = createHash("sha256")
    .update(JSON.stringify([pool.id, provider.name, sub]))
    .digest("hex");
  return `${region}:${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
