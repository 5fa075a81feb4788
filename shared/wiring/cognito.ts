/** The user pool's API, with the client of the SDK. */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoStore } from "../adapters/cognito/client.js";
import { cognitoClientSecret } from "../adapters/cognito/client-secret.js";
import { cognitoIdentities } from "../adapters/cognito/linked-identities.js";
import { cognitoUserPool } from "../adapters/cognito/user-pool.js";
import * as config from "../config/index.js";
import { metrics, POOL_LIMITS, poolCalls } from "./clients.js";
import { env } from "./environment.js";
import { composed, once } from "./provider.js";
import { requests } from "./sdk.js";

const cognito = /* @__PURE__ */ once(
  () => new CognitoIdentityProviderClient({ maxAttempts: 1, requestHandler: requests(POOL_LIMITS) }),
);
export const identities = /* @__PURE__ */ once(() => cognitoIdentities(cognito()));
type PoolClient = Omit<CognitoStore, "secret"> & { readonly client: CognitoIdentityProviderClient };
const poolAs = (store: PoolClient) =>
  cognitoUserPool({ ...store, secret: cognitoClientSecret(store.client, store) });

export const clientSecret = /* @__PURE__ */ composed(
  { settings: () => config.userPool(env), client: cognito },
  ({ settings, client }) => cognitoClientSecret(client, settings),
);
export const userPool = /* @__PURE__ */ composed(
  { settings: () => config.userPool(env), client: cognito, call: poolCalls, metrics },
  ({ settings, ...store }) => poolAs({ ...store, ...settings }),
);
export const tokenUserPool = /* @__PURE__ */ composed(
  {
    settings: () => config.userPool(env),
    clientId: () => config.tokenClient(env),
    client: cognito,
    call: poolCalls,
    metrics,
  },
  ({ settings: { userPoolId }, ...store }) => poolAs({ ...store, userPoolId }),
);
