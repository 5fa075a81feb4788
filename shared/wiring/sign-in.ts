/** Sign-in: the user pool's API, throttles, and the known sources and devices. */
import { noOriginProof, secretOriginProof } from "../adapters/aws/origin-proof.js";
import { cognitoClientSecret } from "../adapters/cognito/client-secret.js";
import { cognitoTokenVerifier } from "../adapters/cognito/token-verifier.js";
import { cognitoUserPool } from "../adapters/cognito/user-pool.js";
import { dynamoAnswerFloors } from "../adapters/dynamo/sign-in/answer-floors.js";
import { dynamoBlockedSources } from "../adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoOutages } from "../adapters/dynamo/sign-in/outages.js";
import { dynamoSessions } from "../adapters/dynamo/sign-in/sessions.js";
import { dynamoSignInHabits } from "../adapters/dynamo/sign-in/sign-in-habits.js";
import { dynamoSignInSources } from "../adapters/dynamo/sign-in/sign-in-sources.js";
import { dynamoThrottle } from "../adapters/dynamo/sign-in/throttle.js";
import { systemClock } from "../adapters/node/system-clock.js";
import { tokenSeals as sealedTokens } from "../adapters/node/token-seals.js";
import * as config from "../config/index.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { cognito, deadline, guardedStore, guardStore, metrics, secrets } from "./clients.js";
import { env } from "./environment.js";
import { messenger } from "./messages.js";
import { endpointClients } from "./parameters.js";
import { composed, once } from "./provider.js";
import { answerFloor, claimPolicy, lifetime, notices } from "./settings.js";

export const throttle = /* @__PURE__ */ once(() => dynamoThrottle(guardStore()));
export const answerFloors = /* @__PURE__ */ once(() => dynamoAnswerFloors(guardStore()));
export const outages = /* @__PURE__ */ once(() => dynamoOutages(guardStore()));
export const habits = /* @__PURE__ */ once(() => dynamoSignInHabits(guardStore()));
export const signInSources = /* @__PURE__ */ once(() => dynamoSignInSources(guardStore()));
export const blockedSources = /* @__PURE__ */ once(() => dynamoBlockedSources(guardedStore()));
export const sessions = /* @__PURE__ */ once(() => dynamoSessions(guardStore()));
const tokenSeals = () => sealedTokens;
export const userPool = /* @__PURE__ */ composed(
  { settings: () => config.userPool(env), client: cognito, metrics },
  ({ settings: { userPoolId, clientId }, client, metrics }) => {
    const secret = cognitoClientSecret(client, { userPoolId, clientId });
    return cognitoUserPool({ client, userPoolId, clientId, secret, metrics });
  },
);
export const tokens = /* @__PURE__ */ once(() =>
  cognitoTokenVerifier({ ...config.tokens(env), remember: false }, systemClock),
);

const originProof = /* @__PURE__ */ composed(
  { secret: () => config.edge(env), secrets },
  ({ secret, secrets }) => (secret === undefined ? noOriginProof() : secretOriginProof(secret, secrets)),
);

export const viewerPorts = { originProof };
export const admitSignInPorts = { audit, blockedSources, directory, pseudonyms };
export const tokenClaimsPorts = { audit, claimPolicy, directory, pseudonyms, signInSources };
export const newDevicePorts = { audit, directory, endpointClients, habits };
export const signInPorts = {
  answerFloors,
  floor: answerFloor,
  audit,
  deadline,
  directory,
  habits,
  lifetime,
  messenger,
  minimumDuration,
  notices,
  outages,
  pseudonyms,
  random,
  sessions,
  signInSources,
  throttle,
  userPool,
};
export const sessionPorts = {
  audit,
  directory,
  lifetime,
  minimumDuration,
  pseudonyms,
  sessions,
  throttle,
  tokenSeals,
  tokens,
  userPool,
};
export const passwordResetPorts = {
  answerFloors,
  minimumDuration,
  floor: answerFloor,
  audit,
  directory,
  outages,
  pseudonyms,
  random,
  sessions,
  signInSources,
  throttle,
  userPool,
};
