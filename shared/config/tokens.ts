/** The accepted access tokens: those of the stage's own pool and of its trusted pools. */
import { concern, plain } from "./concern.js";
import { json, optional, orAbsent, resourceName, text, wholeNumber } from "./forms.js";

type SigningKeys = { readonly keys: { readonly kty: string; readonly kid: string }[] };
type TrustedPool = {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  readonly keys?: SigningKeys | undefined;
};

const POOL = /^[a-z0-9-]+_[A-Za-z0-9]+$/;
export const poolId = /* @__PURE__ */ text("the id of a user pool", (id) => POOL.test(id));

export const tokens = /* @__PURE__ */ concern(
  () =>
    plain({
      USER_POOL_ID: poolId,
      USER_POOL_CLIENT_ID: resourceName,
      // The client of services that sign in their own users. Set if their sessions are accepted.
      USER_POOL_SERVICE_CLIENT_ID: optional(resourceName),
      TOKEN_LEEWAY_SECONDS: wholeNumber(0, 60),
      USER_POOL_JWKS: optional(json("the key set of the user pool", signingKeys)),
      TRUSTED_POOLS: orAbsent(json("a list of {userPoolId, clientIds}", trustedPools), []),
      // The SDK's own variable: the key sets live on the same host as the API.
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: optional(resourceName),
    }),
  (settings) => {
    const { USER_POOL_ID: userPoolId, USER_POOL_SERVICE_CLIENT_ID: services } = settings;
    const clientIds = [settings.USER_POOL_CLIENT_ID, ...(services === undefined ? [] : [services])];
    const own: TrustedPool = { userPoolId, clientIds, keys: settings.USER_POOL_JWKS };
    return {
      pools: [own, ...settings.TRUSTED_POOLS],
      leewaySeconds: settings.TOKEN_LEEWAY_SECONDS,
      endpoint: settings.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER,
    };
  },
);

const signingKeys = (value: unknown): SigningKeys | undefined => (isSigningKeySet(value) ? value : undefined);

const trustedPools = (value: unknown): TrustedPool[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  return value.map((each: unknown, index) => {
    if (!isTrustedPool(each)) throw new Error(`the one at place ${index + 1} is none`);
    return { userPoolId: each.userPoolId, clientIds: each.clientIds };
  });
};

const isTrustedPool = (value: unknown): value is TrustedPool => {
  const { userPoolId, clientIds, ...unknown } = (value ?? {}) as Record<string, unknown>;
  return (
    Object.keys(unknown).length === 0 &&
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
    keys.length > 0 &&
    keys.every((key: unknown) => {
      const { kty, kid } = (key ?? {}) as Record<string, unknown>;
      return typeof kty === "string" && typeof kid === "string";
    })
  );
};
