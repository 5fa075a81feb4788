/** The builder of what decides over access, before every request: it keeps what it may. */
import { cachedAccessRecords, withoutSessions } from "../adapters/access-cache.js";
import { hmacPseudonyms } from "../adapters/aws-secrets.js";
import { cognitoTokenVerifier } from "../adapters/cognito-token-verifier.js";
import { des3LegacyKeys } from "../adapters/des3-legacy-keys.js";
import { accessDirectory as documentsAccessDirectory } from "../adapters/documents-access-directory.js";
import { documentsAccessRecords } from "../adapters/documents-access-records.js";
import { documentsApiKeyReader } from "../adapters/documents-api-key-reader.js";
import { documentsLegacyKeyUses } from "../adapters/documents-legacy-key-uses.js";
import { dynamoAuditLog } from "../adapters/dynamo-audit-log.js";
import { httpLegacyKeys } from "../adapters/http-legacy-keys.js";
import { lineLogger, lineMetrics } from "../adapters/line-telemetry.js";
import { noLegacyKeys } from "../adapters/no-legacy-keys.js";
import { withRememberedAnswers } from "../adapters/remembered-answers.js";
import { systemClock } from "../adapters/system-clock.js";
import * as config from "../config.js";
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
  const records = documentsAccessRecords({
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
  documentsAccessDirectory(documents(), config.tables(env).directory()),
);

export const accessApiKeys = /* @__PURE__ */ once(() => documentsApiKeyReader(directoryStore()));

/** Built when a key asks for one: few requests do, and the secret behind it costs a call. */
export const accessPseudonyms = /* @__PURE__ */ once(() => {
  const name = config.pseudonymSecret(env);
  const built = once(() => hmacPseudonyms(secrets(), name));
  return { of: (value: string) => built().of(value) };
});

export const keyPolicy = /* @__PURE__ */ once(() => config.keyPolicy(env));

export const legacyKeys = /* @__PURE__ */ once(() => {
  const settings = config.legacyKeys(env);
  if (settings === undefined) return noLegacyKeys();
  const asked = httpLegacyKeys(settings, { secrets: secrets(), deadline: deadline(), clock: systemClock });
  return {
    ...des3LegacyKeys(secrets(), settings.keySecret),
    ...withRememberedAnswers(asked, systemClock),
  };
});

export const legacyKeyUses = /* @__PURE__ */ once(() =>
  documentsLegacyKeyUses(directoryStore(), { logger: accessLogger(), metrics: accessMetrics() }),
);
