/**
 * The only reader of the environment. Each concern reads its own keys, once, when it is first built; a key
 * that is missing is named. The environment holds names of secrets, never secrets. Concerns are exports of
 * their own, so that a function carries those alone that it has; tests hold their keys against what
 * serverless.yml gives each function.
 */

import { type AccountSettings, isCellId } from "../domain/account-settings.js";
import type { ClaimPolicy } from "../domain/claim-policy.js";
import { parseGroupRules } from "../domain/group-rules.js";
import { parseTypeRules } from "../domain/permission/type-rules.js";
import { DEFAULT_ROLES, parseRoles, type Roles } from "../domain/role.js";
import { suppressedClaims } from "../domain/suppressed-claims.js";
import { issuedApiKeys, legacyApiKeys, apiKeyPolicy as readKeyPolicy } from "./api-keys.js";
import { legacyMapping as readLegacyMapping } from "./legacy.js";
import { type Environment, list, names, required, whole } from "./reading.js";

export { access } from "./access.js";
export { aws, awsEndpoint } from "./aws.js";
export { legacy } from "./legacy.js";
export { messages, notices } from "./messages.js";
export type { Environment } from "./reading.js";
export { captcha, registrationRules, signUpFloor, signUpPolicy } from "./sign-up.js";
export { tokens } from "./tokens.js";
export { issuedApiKeys, legacyApiKeys };

export const roles = ({ ROLES }: Environment): Roles => (ROLES ? parseRoles(ROLES) : DEFAULT_ROLES);

export const service = (environment: Environment) => {
  const [name = "", stage = "", region = ""] = required(environment, "SERVICE", "STAGE", "AWS_REGION");
  return { name, stage, region, version: environment.SERVICE_VERSION || "0.0.0" };
};

export const tables = (environment: Environment) => ({
  directory: () => required(environment, "DIRECTORY_TABLE")[0] ?? "",
  audit: () => required(environment, "AUDIT_TABLE")[0] ?? "",
  guard: () => required(environment, "GUARD_TABLE")[0] ?? "",
});

export const bus = (environment: Environment) => required(environment, "AUDIT_BUS")[0] ?? "";

export const pseudonymSecret = (environment: Environment) =>
  required(environment, "PSEUDONYM_SECRET")[0] ?? "";

export const challengeSecret = (environment: Environment) =>
  required(environment, "CHALLENGE_SECRET")[0] ?? "";

export const endpointClientParameter = (environment: Environment) =>
  required(environment, "ENDPOINT_CLIENT_PARAMETER")[0] ?? "";

export const serviceClientParameter = (environment: Environment) =>
  required(environment, "SERVICE_CLIENT_PARAMETER")[0] ?? "";

/** How long the start of a sign-in takes at least, so that a mail that goes out does not show. */
export const challengeFloor = (environment: Environment) => ({
  floorMs: whole(environment, "CHALLENGE_FLOOR_MS", 0),
});

export const userPool = (environment: Environment) => {
  const [userPoolId = "", clientId = ""] = required(environment, "USER_POOL_ID", "USER_POOL_CLIENT_ID");
  // The SDK's own variable: the key set lives on the same host as the API.
  return {
    userPoolId,
    clientId,
    endpoint: environment.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || undefined,
  };
};

export const session = (environment: Environment) => ({
  refreshSeconds: whole(environment, "REFRESH_TOKEN_DAYS", 30) * 24 * 60 * 60,
});

export const legacyMapping = (environment: Environment) => readLegacyMapping(environment, roles(environment));

export const allowedPoolParameter = (environment: Environment) =>
  required(environment, "ALLOWED_POOL_PARAMETER")[0] ?? "";

export const permissionRules = (environment: Environment) =>
  parseTypeRules(environment.PERMISSION_RULES || "{}", roles(environment));

export const accounts = (environment: Environment): AccountSettings => {
  const [creation = "", defaultCell = ""] = required(environment, "ACCOUNT_CREATION", "DEFAULT_CELL");
  if (creation !== "open" && creation !== "operators")
    throw new Error("ACCOUNT_CREATION is neither open nor operators");
  if (!isCellId(defaultCell)) throw new Error("DEFAULT_CELL is not the id of a cell");
  return { creation, defaultCell };
};

export const apiKeyPolicy = (environment: Environment) => readKeyPolicy(environment, roles(environment));

export const mailFrom = (environment: Environment) => required(environment, "MAIL_FROM")[0] ?? "";

export const messageKms = (environment: Environment) => required(environment, "MESSAGE_KMS_ARN")[0] ?? "";

export const federationPolicy = (environment: Environment) => ({
  providers: names(environment.FEDERATION_PROVIDERS),
  hostedDomains: list(environment.FEDERATION_HOSTED_DOMAINS),
});

export const claimPolicy = (environment: Environment): ClaimPolicy => ({
  whenUnreadable: environment.CLAIMS_WHEN_UNREADABLE === "closed" ? "closed" : "open",
  roles: roles(environment),
  groupRules: parseGroupRules(environment.GROUP_RULES || "[]", roles(environment)),
  suppressed: suppressedClaims(names(environment.SUPPRESSED_CLAIMS)),
});
