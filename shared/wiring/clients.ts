/** The clients of AWS services and what all adapters share: each is built on first use. */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { asyncDeadline } from "../adapters/async-deadline.js";
import { awsSecrets } from "../adapters/aws-secrets.js";
import { DeadlineHttpHandler } from "../adapters/deadline-http-handler.js";
import { dynamoClient } from "../adapters/dynamo-client.js";
import { emfMetrics } from "../adapters/emf-metrics.js";
import { powertoolsLogger } from "../adapters/powertools-logger.js";
import { systemClock } from "../adapters/system-clock.js";
import { config } from "../config.js";
import { once } from "./provider.js";

export const env = process.env;
export const REQUEST_LIMITS = { connectionTimeout: 500, requestTimeout: 1500 };
/** The pool runs our triggers inside its own answer, and each of them may take up to five seconds. */
const COGNITO_LIMITS = { connectionTimeout: 500, requestTimeout: 25_000 };
export const requests = (limits: typeof REQUEST_LIMITS) => new DeadlineHttpHandler(deadline(), limits);

export const deadline = /* @__PURE__ */ once(() => asyncDeadline());
export const service = /* @__PURE__ */ once(() => config.service(env));
export const logger = /* @__PURE__ */ once(() => powertoolsLogger(service().name));
export const metrics = /* @__PURE__ */ once(() => emfMetrics(service().name));

export const document = /* @__PURE__ */ once(() => dynamoClient(deadline()));
export const cognito = /* @__PURE__ */ once(
  () => new CognitoIdentityProviderClient({ maxAttempts: 1, requestHandler: requests(COGNITO_LIMITS) }),
);
export const auditStore = /* @__PURE__ */ once(() => ({
  client: document(),
  auditTable: config.tables(env).audit(),
  clock: systemClock,
}));
export const guardStore = /* @__PURE__ */ once(() => ({
  client: document(),
  guardTable: config.tables(env).guard(),
  clock: systemClock,
  logger: logger(),
  metrics: metrics(),
}));
export const guardedStore = /* @__PURE__ */ once(() => ({
  ...auditStore(),
  guardTable: config.tables(env).guard(),
}));
export const directoryStore = /* @__PURE__ */ once(() => ({
  ...auditStore(),
  directoryTable: config.tables(env).directory(),
}));
export const secrets = /* @__PURE__ */ once(() =>
  awsSecrets(
    new SecretsManagerClient({ maxAttempts: 2, requestHandler: requests(REQUEST_LIMITS) }),
    systemClock,
  ),
);
export const parameters = /* @__PURE__ */ once(
  () => new SSMClient({ maxAttempts: 2, requestHandler: requests(REQUEST_LIMITS) }),
);
