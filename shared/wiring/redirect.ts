/** Sign-in by redirect. */
import { cognitoHostedPages } from "../adapters/cognito/hosted-pages.js";
import { dynamoRedirectTransactions } from "../adapters/dynamo/sign-in/redirect-transactions.js";
import { httpClient } from "../adapters/http/http-client.js";
import { systemClock } from "../adapters/node/system-clock.js";
import * as config from "../config/index.js";
import { provedAddresses, unprovedAddresses } from "./address-proofs.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { guardStore } from "./clients.js";
import { clientSecret, tokenUserPool, userPool } from "./cognito.js";
import { env } from "./environment.js";
import { browserSessions, habits, sessions, signInSources, throttle } from "./guards.js";
import { messenger } from "./mail.js";
import { composed, once } from "./provider.js";
import { browserLimits, identityProviders, lifetime, notices, site } from "./settings.js";
import { sessionIds, tokenSeals, tokens } from "./sign-in.js";
import { challengeKey } from "./sso-ticket.js";

const redirectTransactions = /* @__PURE__ */ once(() => dynamoRedirectTransactions(guardStore()));
const hostedPages = /* @__PURE__ */ composed(
  {
    pool: () => config.userPool(env),
    domain: () => config.poolDomain(env),
    trusted: () => config.tokens(env),
    secret: clientSecret,
  },
  ({ pool: { userPoolId, clientId }, domain, trusted, secret }) => {
    const { issuers = [] } = trusted.pools.find((each) => each.userPoolId === userPoolId) ?? {};
    const pool = { userPoolId, clientId, issuers, secret, domain };
    return cognitoHostedPages({ ...pool, http: httpClient(), clock: systemClock });
  },
);

export const redirectPorts = {
  audit,
  browserLimits,
  browserSessions,
  challengeKey,
  directory,
  habits,
  hostedPages,
  identityProviders,
  lifetime,
  messenger,
  minimumDuration,
  notices,
  provedAddresses,
  pseudonyms,
  random,
  redirectTransactions,
  sessionIds,
  sessions,
  signInSources,
  site,
  throttle,
  tokenSeals,
  tokens,
  tokenUserPool,
  unprovedAddresses,
  userPool,
};
