/** The clients of AWS services without the SDK, and what all adapters share: each is built on first use. */
import { hmacAuditSeal } from "../adapters/aws/audit-seal.js";
import {
  PARAMETER_STORE,
  parameterValue,
  SECRETS_MANAGER,
  secretValue,
} from "../adapters/aws/named-values.js";
import { awsSecrets } from "../adapters/aws/secrets.js";
import { type AwsJsonService, signedAwsJson } from "../adapters/aws/signed-json.js";
import { COGNITO, cognitoPoolAttributes, cognitoPoolDirectory } from "../adapters/cognito/pool-directory.js";
import { publicCalls } from "../adapters/cognito/public-calls.js";
import { DYNAMODB, signedDocuments } from "../adapters/dynamo/signed-documents.js";
import { asyncDeadline } from "../adapters/node/async-deadline.js";
import { systemClock } from "../adapters/node/system-clock.js";
import { emfMetrics } from "../adapters/telemetry/emf-metrics.js";
import { powertoolsLogger } from "../adapters/telemetry/powertools-logger.js";
import * as config from "../config/index.js";
import { env } from "./environment.js";
import { composed, once } from "./provider.js";

export const REQUEST_LIMITS = { connectionTimeout: 500, requestTimeout: 1500 };

export const deadline = /* @__PURE__ */ once(() => asyncDeadline());
export const service = /* @__PURE__ */ once(() => config.service(env));
export const logger = /* @__PURE__ */ once(() => powertoolsLogger(service().name));
export const metrics = /* @__PURE__ */ once(() => emfMetrics(service().name));

/** Within a trigger's five seconds there is time for several of these. */
const DYNAMO_LIMITS = { connectionTimeout: 400, requestTimeout: 800, attempts: 2 };
/** A sign-in goes on without the call. */
const ONCE_AND_SHORT = { connectionTimeout: 400, requestTimeout: 800, attempts: 1 };
const TWICE = { ...REQUEST_LIMITS, attempts: 2 };

/** Together, so that one error names the wrong ones of both. */
const settings = /* @__PURE__ */ composed(
  { endpoints: () => config.awsEndpoints(env), aws: () => config.aws(env) },
  (parts) => parts,
);

// Calls without the SDK's clients, which are most of a function's code, start and work.
const light = (
  service: Omit<AwsJsonService, "endpoint">,
  name: keyof ReturnType<typeof config.awsEndpoints>,
  limits: typeof TWICE,
) => {
  const { endpoints, aws } = settings();
  return signedAwsJson({ ...service, endpoint: endpoints[name] }, aws, limits, deadline());
};

/** The pool runs our triggers inside its own answer, and each of them may take up to five seconds. */
export const POOL_LIMITS = { connectionTimeout: 500, requestTimeout: 25_000 };
/** Repeated by nobody: a sign-in that was lost may have been counted. */
export const poolCalls = /* @__PURE__ */ once(() => {
  const { endpoints, aws } = settings();
  const service = { ...COGNITO, endpoint: endpoints.cognito };
  const unsigned = { region: aws.region };
  return publicCalls(signedAwsJson(service, unsigned, { ...POOL_LIMITS, attempts: 1 }, deadline()));
});
export const documents = /* @__PURE__ */ once(() =>
  signedDocuments(light(DYNAMODB, "dynamodb", DYNAMO_LIMITS), deadline()),
);
export const secrets = /* @__PURE__ */ once(() =>
  awsSecrets(secretValue(light(SECRETS_MANAGER, "secretsManager", TWICE)), systemClock),
);
export const auditSeal = /* @__PURE__ */ composed(
  { secrets, name: () => config.pseudonymSecret(env) },
  ({ secrets, name }) => hmacAuditSeal(secrets, name),
);
export const auditStore = /* @__PURE__ */ composed(
  { documents, auditSeal, tables: () => config.tables(env) },
  ({ tables, ...parts }) => ({ ...parts, auditTable: tables.audit, clock: systemClock }),
);
export const guardStore = /* @__PURE__ */ composed(
  { documents, guardTable: () => config.guardTable(env), logger, metrics },
  (parts) => ({ ...parts, clock: systemClock }),
);
export const guardedStore = /* @__PURE__ */ composed(
  { store: auditStore, guardTable: () => config.guardTable(env) },
  ({ store, guardTable }) => ({ ...store, guardTable }),
);
export const directoryStore = /* @__PURE__ */ composed(
  { store: auditStore, tables: () => config.tables(env) },
  ({ store, tables }) => ({ ...store, directoryTable: tables.directory }),
);
export const parameters = /* @__PURE__ */ once(() => parameterValue(light(PARAMETER_STORE, "ssm", TWICE)));
export const poolAttributes = /* @__PURE__ */ once(() =>
  cognitoPoolAttributes(light(COGNITO, "cognito", ONCE_AND_SHORT)),
);
export const poolDirectory = /* @__PURE__ */ once(() =>
  cognitoPoolDirectory(light(COGNITO, "cognito", TWICE)),
);
