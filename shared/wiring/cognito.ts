/** The user pool's API, with the client of the SDK. */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { cognitoClientSecret } from "../adapters/cognito/client-secret.js";
import { cognitoIdentities } from "../adapters/cognito/linked-identities.js";
import { cognitoUserPool } from "../adapters/cognito/user-pool.js";
import * as config from "../config/index.js";
import { metrics } from "./clients.js";
import { env } from "./environment.js";
import { composed, once } from "./provider.js";
import { requests } from "./sdk.js";

/** The pool runs our triggers inside its own answer, and each of them may take up to five seconds. */
const COGNITO_LIMITS = { connectionTimeout: 500, requestTimeout: 25_000 };
const cognito = /* @__PURE__ */ once(
  () => new CognitoIdentityProviderClient({ maxAttempts: 1, requestHandler: requests(COGNITO_LIMITS) }),
);
export const identities = /* @__PURE__ */ once(() => cognitoIdentities(cognito()));
export const userPool = /* @__PURE__ */ composed(
  { settings: () => config.userPool(env), client: cognito, metrics },
  ({ settings: { userPoolId, clientId }, client, metrics }) => {
    const secret = cognitoClientSecret(client, { userPoolId, clientId });
    return cognitoUserPool({ client, userPoolId, clientId, secret, metrics });
  },
);
