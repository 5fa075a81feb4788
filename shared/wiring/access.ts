/** The authorizer's ports. They run before every request, so they are small and cache where possible. */
import { hmacPseudonyms } from "../adapters/aws/secrets.js";
import { cognitoIdTokenVerifier } from "../adapters/cognito/id-token-verifier.js";
import { cognitoTokenVerifier } from "../adapters/cognito/token-verifier.js";
import { dynamoApiKeyReader } from "../adapters/dynamo/api-key/api-key-reader.js";
import { dynamoLegacyApiKeyUses } from "../adapters/dynamo/api-key/legacy-api-key-uses.js";
import { dynamoAuditLog } from "../adapters/dynamo/audit/audit-log.js";
import { accessDirectory } from "../adapters/dynamo/authorizer/access-directory.js";
import { dynamoAccessRecords } from "../adapters/dynamo/authorizer/access-records.js";
import { des3LegacyApiKeys } from "../adapters/legacy/des3-api-keys.js";
import { httpLegacyApiKeys } from "../adapters/legacy/http-api-keys.js";
import { noLegacyApiKeys } from "../adapters/legacy/no-api-keys.js";
import { withRememberedAnswers } from "../adapters/legacy/remembered-answers.js";
import { cachedAccessRecords, withoutSessions } from "../adapters/node/access-cache.js";
import { sessionIds as digestedIds } from "../adapters/node/session-ids.js";
import { systemClock } from "../adapters/node/system-clock.js";
import { lineLogger, lineMetrics } from "../adapters/telemetry/line-telemetry.js";
import * as config from "../config/index.js";
import { apiKeyDigests } from "./api-key.js";
import { clock } from "./base.js";
import { auditStore, deadline, directoryStore, documents, secrets } from "./clients.js";
import { env } from "./environment.js";
import { composed, once } from "./provider.js";
import { apiKeyPolicy, roles, site } from "./settings.js";

/** Writes the same lines as in other functions, at a fraction of the cost. */
const logger = /* @__PURE__ */ once(() => lineLogger(config.service(env).name, systemClock));
const metrics = /* @__PURE__ */ once(() => lineMetrics(config.service(env).name, systemClock));

const audit = /* @__PURE__ */ composed({ store: auditStore, logger, metrics }, ({ store, ...telemetry }) =>
  dynamoAuditLog(store, telemetry),
);

/** Remembers verified tokens, because most requests repeat one. */
const tokens = /* @__PURE__ */ once(() =>
  cognitoTokenVerifier({ ...config.tokens(env), remember: true }, systemClock),
);

const idTokens = /* @__PURE__ */ once(() => cognitoIdTokenVerifier(config.idTokens(env), systemClock));

const records = /* @__PURE__ */ composed(
  {
    documents,
    tables: () => config.tables(env),
    guardTable: () => config.guardTable(env),
  },
  ({ documents, tables, guardTable }) =>
    dynamoAccessRecords({ documents, directoryTable: tables.directory, guardTable, clock: systemClock }),
);

const access = /* @__PURE__ */ composed(
  { records, settings: () => config.access(env) },
  ({ records, settings: { cacheMs, revocation } }) => {
    if (revocation === "immediate") return records;
    const asked = revocation === "lifetime" ? withoutSessions(records) : records;
    return cachedAccessRecords(asked, cacheMs, systemClock);
  },
);

const directory = /* @__PURE__ */ composed(
  { documents, tables: () => config.tables(env) },
  ({ documents, tables }) => accessDirectory(documents, tables.directory),
);

const apiKeys = /* @__PURE__ */ once(() => dynamoApiKeyReader(directoryStore()));

/** Built at the first API key, because few requests have one and the secret costs a call. */
const pseudonyms = /* @__PURE__ */ once(() => {
  const name = config.pseudonymSecret(env);
  const built = once(() => hmacPseudonyms(secrets(), name));
  return { of: (value: string) => built().of(value) };
});

const legacyApiKeys = /* @__PURE__ */ once(() => {
  const settings = config.legacyApiKeys(env);
  if (settings === undefined) return noLegacyApiKeys();
  const asked = httpLegacyApiKeys(settings, { secrets: secrets(), deadline: deadline(), clock: systemClock });
  return {
    ...des3LegacyApiKeys(secrets(), settings.keySecret),
    ...withRememberedAnswers(asked, systemClock),
  };
});

const legacyApiKeyUses = /* @__PURE__ */ composed(
  { store: directoryStore, logger, metrics },
  ({ store, ...telemetry }) => dynamoLegacyApiKeyUses(store, telemetry),
);

const sessionIds = () => digestedIds;
export const accessPorts = { audit, clock, deadline, logger, metrics };
export const tokenAccessPorts = { access, tokens };
export const idTokenPorts = { idTokens };
export const cookieReadPorts = { sessionIds };
export const cookieAccessPorts = { ...cookieReadPorts, site };
export const sessionFactsPorts = { access: records, clock, deadline, logger, metrics, sessionIds };
export const apiKeyAccessPorts = {
  apiKeyDigests,
  apiKeyPolicy,
  apiKeys,
  directory,
  legacyApiKeys,
  legacyApiKeyUses,
  pseudonyms,
  roles,
};
