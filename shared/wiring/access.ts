/** The builder of what decides over access, before every request: it keeps what it may. */

import { hmacPseudonyms } from "../adapters/aws/secrets.js";
import { cognitoTokenVerifier } from "../adapters/cognito/token-verifier.js";
import { dynamoApiKeyReader } from "../adapters/dynamo/api-key/api-key-reader.js";
import { dynamoLegacyApiKeyUses } from "../adapters/dynamo/api-key/legacy-key-uses.js";
import { dynamoAuditLog } from "../adapters/dynamo/audit/audit-log.js";
import { accessDirectory as dynamoAccessDirectory } from "../adapters/dynamo/authorizer/access-directory.js";
import { dynamoAccessRecords } from "../adapters/dynamo/authorizer/access-records.js";
import { des3LegacyKeys } from "../adapters/legacy/des3-api-keys.js";
import { httpLegacyApiKeys } from "../adapters/legacy/http-api-keys.js";
import { noLegacyApiKeys } from "../adapters/legacy/no-api-keys.js";
import { withRememberedAnswers } from "../adapters/legacy/remembered-answers.js";
import { cachedAccessRecords, withoutSessions } from "../adapters/node/access-cache.js";
import { systemClock } from "../adapters/node/system-clock.js";
import { lineLogger, lineMetrics } from "../adapters/telemetry/line-telemetry.js";
import * as config from "../config/index.js";
import { auditStore, deadline, directoryStore, documents, env, secrets } from "./clients.js";
import { once } from "./provider.js";

/** Lines as all functions write them, for a part of the cost: every request waits for these. */
export const accessLogger = /* @__PURE__ */ once(() => lineLogger(config.service(env).name, systemClock));
export const accessMetrics = /* @__PURE__ */ once(() => lineMetrics(config.service(env).name, systemClock));

export const accessAudit = /* @__PURE__ */ once(() =>
  dynamoAuditLog(auditStore(), { logger: accessLogger(), metrics: accessMetrics() }),
);

/** Remembers what it verified: most requests bring a token that the one before brought, too. */
export const accessTokens = /* @__PURE__ */ once(() =>
  cognitoTokenVerifier({ ...config.tokens(env), remember: true }, systemClock),
);

export const access = /* @__PURE__ */ once(() => {
  const tables = config.tables(env);
  const records = dynamoAccessRecords({
    documents: documents(),
    directoryTable: tables.directory(),
    guardTable: tables.guard(),
    clock: systemClock,
  });
  const { cacheMs, revocation } = config.access(env);
  if (revocation === "immediate") return records;
  const asked = revocation === "lifetime" ? withoutSessions(records) : records;
  return cachedAccessRecords(asked, cacheMs, systemClock);
});

export const accessDirectory = /* @__PURE__ */ once(() =>
  dynamoAccessDirectory(documents(), config.tables(env).directory()),
);

export const accessApiKeys = /* @__PURE__ */ once(() => dynamoApiKeyReader(directoryStore()));

/** Built when a key asks for one: few requests do, and the secret behind it costs a call. */
export const accessPseudonyms = /* @__PURE__ */ once(() => {
  const name = config.pseudonymSecret(env);
  const built = once(() => hmacPseudonyms(secrets(), name));
  return { of: (value: string) => built().of(value) };
});

export const apiKeyPolicy = /* @__PURE__ */ once(() => config.apiKeyPolicy(env));

export const legacyApiKeys = /* @__PURE__ */ once(() => {
  const settings = config.legacyApiKeys(env);
  if (settings === undefined) return noLegacyApiKeys();
  const asked = httpLegacyApiKeys(settings, { secrets: secrets(), deadline: deadline(), clock: systemClock });
  return {
    ...des3LegacyKeys(secrets(), settings.keySecret),
    ...withRememberedAnswers(asked, systemClock),
  };
});

export const legacyApiKeyUses = /* @__PURE__ */ once(() =>
  dynamoLegacyApiKeyUses(directoryStore(), { logger: accessLogger(), metrics: accessMetrics() }),
);
