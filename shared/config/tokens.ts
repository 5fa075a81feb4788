/** Whose access tokens are taken: those of the service's own pool, and of the pools that a stage trusts beside it. */
import { type Environment, required, whole } from "./reading.js";

const MOST_LEEWAY_SECONDS = 60;

type SigningKeys = { readonly keys: { readonly kty: string; readonly kid: string }[] };
type TrustedPool = {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  readonly keys?: SigningKeys | undefined;
};

export const tokens = (environment: Environment) => {
  const [userPoolId = "", clientId = ""] = required(environment, "USER_POOL_ID", "USER_POOL_CLIENT_ID");
  const leewaySeconds = whole(environment, "TOKEN_LEEWAY_SECONDS", 0);
  if (leewaySeconds > MOST_LEEWAY_SECONDS)
    throw new Error(`TOKEN_LEEWAY_SECONDS is more than ${MOST_LEEWAY_SECONDS}`);
  // The client of the services that vouch for people, where their sessions are let in.
  const serviceClientId = environment.USER_POOL_SERVICE_CLIENT_ID || undefined;
  const clientIds = [clientId, ...(serviceClientId === undefined ? [] : [serviceClientId])];
  const keys = signingKeysIn(environment.USER_POOL_JWKS);
  return {
    pools: [{ userPoolId, clientIds, keys }, ...trustedPools(environment.TRUSTED_POOLS)],
    leewaySeconds,
    // The SDK's own variable: the key sets live on the same host as the API.
    endpoint: environment.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || undefined,
  };
};

const signingKeysIn = (text: string | undefined): SigningKeys | undefined => {
  if (!text) return undefined;
  const value: unknown = JSON.parse(text);
  if (!isSigningKeySet(value)) throw new Error("USER_POOL_JWKS is no key set");
  return value;
};

const trustedPools = (text: string | undefined): TrustedPool[] => {
  const value: unknown = JSON.parse(text || "[]");
  if (!Array.isArray(value)) throw new Error("TRUSTED_POOLS is no list");
  return value.map((each: unknown, index) => {
    if (!isTrustedPool(each)) throw new Error(`TRUSTED_POOLS: ${index + 1} is not {userPoolId, clientIds}`);
    return { userPoolId: each.userPoolId, clientIds: each.clientIds };
  });
};

const POOL = /^[a-z0-9-]+_[A-Za-z0-9]+$/;

const isTrustedPool = (value: unknown): value is TrustedPool => {
  const { userPoolId, clientIds } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof userPoolId === "string" &&
    POOL.test(userPoolId) &&
    Array.isArray(clientIds) &&
    clientIds.length > 0 &&
    clientIds.every((each) => typeof each === "string" && each !== "")
  );
};

const isSigningKeySet = (value: unknown): value is SigningKeys => {
  const { keys } = (value ?? {}) as { keys?: unknown };
  return (
    Array.isArray(keys) &&
    keys.every((key: unknown) => {
      const { kty, kid } = (key ?? {}) as Record<string, unknown>;
      return typeof kty === "string" && typeof kid === "string";
    })
  );
};
