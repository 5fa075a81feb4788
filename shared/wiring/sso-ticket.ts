/** One-time tickets that another application exchanges for a sign-in. */
import { hmacChallengeKey } from "../adapters/node/hmac-challenge-key.js";
import * as config from "../config/index.js";
import { directory, random } from "./base.js";
import { secrets } from "./clients.js";
import { env } from "./environment.js";
import { tickets } from "./guards.js";
import { composed } from "./provider.js";

export const challengeKey = /* @__PURE__ */ composed(
  { secrets, name: () => config.challengeSecret(env) },
  ({ secrets, name }) => hmacChallengeKey(secrets, name),
);

export const ssoTicketPorts = { directory, challengeKey, random, tickets };
