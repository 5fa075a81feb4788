/** The accepted access tokens: those of the stage's own pool and of its trusted pools. */

import { isIssuerHost, USUAL_ISSUER } from "../domain/token-issuer.js";
import { endpoint } from "./aws.js";
import { concern, plain } from "./concern.js";
import { clientId, json, listOf, optional, orAbsent, text, wholeNumber } from "./forms.js";

type SigningKeys = { readonly keys: { readonly kty: string; readonly kid: string }[] };
type TrustedPool = {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  readonly issuers?: readonly string[] | undefined;
  readonly keys?: SigningKeys | undefined;
};

const POOL = /^[a-z0-9-]+_[A-Za-z0-9]+$/;
export const poolId = /* @__PURE__ */ text("the id of a user pool", (id) => POOL.test(id));

const issuerHosts = /* @__PURE__ */ listOf(
  "cognito-idp or issuer-cognito-idp, each with or without a Region such as cognito-idp.eu-west-1",
  (host) => (isIssuerHost(host) ? host : undefined),
);

const poolIssuers = /* @__PURE__ */ orAbsent(issuerHosts, [USUAL_ISSUER]);
const poolKeys = /* @__PURE__ */ optional(
  /* @__PURE__ */ json("the key set of the user pool", (value) => signingKeys(value)),
);
const leewaySeconds = /* @__PURE__ */ wholeNumber(0, 60);

export const tokens = /* @__PURE__ */ concern(
  () =>
    plain({
      USER_POOL_ID: poolId,
      USER_POOL_CLIENT_ID: clientId,
      USER_POOL_TOKEN_CLIENT_ID: clientId,
      // The client of services that sign in their own users. Set if their sessions are accepted.
      USER_POOL_SERVICE_CLIENT_ID: optional(clientId),
      TOKEN_LEEWAY_SECONDS: leewaySeconds,
      USER_POOL_JWKS: poolKeys,
      USER_POOL_ISSUERS: poolIssuers,
      TRUSTED_POOLS: orAbsent(
        json("a list of {userPoolId, clientIds} with or without issuers", trustedPools),
        [],
      ),
      // The SDK's own variable: the key sets live on the same host as the API.
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    }),
  (settings) => {
    const { USER_POOL_ID: userPoolId, USER_POOL_CLIENT_ID: client } = settings;
    const { USER_POOL_TOKEN_CLIENT_ID: tokenClient, USER_POOL_SERVICE_CLIENT_ID: services } = settings;
    const clientIds = [client, tokenClient, ...(services === undefined ? [] : [services])];
    const issuers = settings.USER_POOL_ISSUERS;
    const own: TrustedPool = { userPoolId, clientIds, issuers, keys: settings.USER_POOL_JWKS };
    return {
      pools: [own, ...settings.TRUSTED_POOLS],
      leewaySeconds: settings.TOKEN_LEEWAY_SECONDS,
      endpoint: settings.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER,
    };
  },
);

/** The accepted ID tokens of the demo: those of the stage's own pool that its identity pool accepts, too. */
export const idTokens = /* @__PURE__ */ concern(
  () =>
    plain({
      USER_POOL_ID: poolId,
      USER_POOL_CLIENT_ID: clientId,
      USER_POOL_TOKEN_CLIENT_ID: clientId,
      USER_POOL_DEMO_CLIENT_ID: clientId,
      TOKEN_LEEWAY_SECONDS: leewaySeconds,
      USER_POOL_JWKS: poolKeys,
      USER_POOL_ISSUERS: poolIssuers,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    }),
  (settings) => ({
    pool: {
      userPoolId: settings.USER_POOL_ID,
      clientIds: [
        settings.USER_POOL_CLIENT_ID,
        settings.USER_POOL_TOKEN_CLIENT_ID,
        settings.USER_POOL_DEMO_CLIENT_ID,
      ],
      issuers: settings.USER_POOL_ISSUERS,
      keys: settings.USER_POOL_JWKS,
    },
    leewaySeconds: settings.TOKEN_LEEWAY_SECONDS,
    endpoint: settings.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER,
  }),
);

const signingKeys = (value: unknown): SigningKeys | undefined => (isSigningKeySet(value) ? value : undefined);

const trustedPools = (value: unknown): TrustedPool[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  return value.map((each: unknown, index) => {
    if (!isTrustedPool(each))
      throw new Error(`trusted pool ${index + 1} is not {userPoolId, clientIds, issuers}`);
    const { userPoolId, clientIds, issuers } = each;
    return { userPoolId, clientIds, ...(issuers !== undefined && { issuers }) };
  });
};

const isTrustedPool = (value: unknown): value is TrustedPool => {
  const { userPoolId, clientIds, issuers, ...unknown } = (value ?? {}) as Record<string, unknown>;
  return (
    Object.keys(unknown).length === 0 &&
    typeof userPoolId === "string" &&
    POOL.test(userPoolId) &&
    isListOf(clientIds, (each) => each !== "") &&
    (issuers === undefined || isListOf(issuers, isIssuerHost))
  );
};

const isListOf = (value: unknown, is: (each: string) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string" && is(each));

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
