/** The names of tables, secrets and parameters that the stack gives its functions, never their content. */
import { concern, plain } from "./concern.js";
import {
  busName,
  type Form,
  keyArn,
  orAbsent,
  parameterName,
  region,
  secretName,
  serviceName,
  stageName,
  tableName,
  version,
} from "./forms.js";

export const service = /* @__PURE__ */ concern(
  () =>
    plain({
      SERVICE: serviceName,
      STAGE: stageName,
      AWS_REGION: region,
      SERVICE_VERSION: orAbsent(version, "0.0.0"),
    }),
  ({ SERVICE, STAGE, AWS_REGION, SERVICE_VERSION }) => ({
    name: SERVICE,
    stage: STAGE,
    region: AWS_REGION,
    version: SERVICE_VERSION,
  }),
);

/** The tables of all functions. */
export const tables = /* @__PURE__ */ concern(
  () => plain({ DIRECTORY_TABLE: tableName, AUDIT_TABLE: tableName }),
  ({ DIRECTORY_TABLE, AUDIT_TABLE }) => ({ directory: DIRECTORY_TABLE, audit: AUDIT_TABLE }),
);

const named = (variable: string, form: Form<string>) =>
  concern(
    () => plain({ [variable]: form }),
    (settings) => settings[variable] as string,
  );

export const guardTable = /* @__PURE__ */ named("GUARD_TABLE", tableName);
export const bus = /* @__PURE__ */ named("AUDIT_BUS", busName);
export const pseudonymSecret = /* @__PURE__ */ named("PSEUDONYM_SECRET", secretName);
export const challengeSecret = /* @__PURE__ */ named("CHALLENGE_SECRET", secretName);
export const endpointClientParameter = /* @__PURE__ */ named("ENDPOINT_CLIENT_PARAMETER", parameterName);
export const tokenClientParameter = /* @__PURE__ */ named("TOKEN_CLIENT_PARAMETER", parameterName);
export const serviceClientParameter = /* @__PURE__ */ named("SERVICE_CLIENT_PARAMETER", parameterName);
export const allowedPoolParameter = /* @__PURE__ */ named("ALLOWED_POOL_PARAMETER", parameterName);
export const messageKms = /* @__PURE__ */ named("MESSAGE_KMS_ARN", keyArn);
