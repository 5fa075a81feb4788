/**
 * The builder of what decides over access. Apart from the other wiring: the authorizer stands before
 * every request, so its tables are read without the SDK's clients, which are most of a cold start.
 */

import { recording } from "../adapters/audit-recording.js";
import { cognitoTokenVerifier } from "../adapters/cognito-token-verifier.js";
import { accessDirectory as documentsAccessDirectory } from "../adapters/documents-access-directory.js";
import { commitDocuments } from "../adapters/documents-audit-commit.js";
import { systemClock } from "../adapters/system-clock.js";
import { config } from "../config.js";
import { documents, env, logger, metrics } from "./clients.js";
import { once } from "./provider.js";

export const accessDirectory = /* @__PURE__ */ once(() =>
  documentsAccessDirectory(documents(), config.tables(env).directory()),
);

/** Remembers what it verified: most requests bring a token that the one before brought, too. */
export const accessTokens = /* @__PURE__ */ once(() =>
  cognitoTokenVerifier({ ...config.tokens(env), remember: true }, systemClock),
);

export const accessAudit = /* @__PURE__ */ once(() => {
  const store = { documents: documents(), auditTable: config.tables(env).audit(), clock: systemClock };
  return recording((event) => commitDocuments(store, [], event), { logger: logger(), metrics: metrics() });
});
