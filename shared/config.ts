/**
 * The only reader of the environment. Each concern reads its own keys, once, when it is first
 * built; a key that is missing is named. The environment holds names of secrets, never secrets.
 */

import { access } from "./config/access.js";
import { issuedKeys, keyPolicy, legacyKeys } from "./config/api-keys.js";
import { aws, awsEndpoint } from "./config/aws.js";
import { legacy, legacyMapping } from "./config/legacy.js";
import { messages, notices } from "./config/messages.js";
import { type Environment, list, names, required, whole } from "./config/reading.js";
import { captcha, registrationRules, signUpFloor, signUpPolicy } from "./config/sign-up.js";
import { tokens } from "./config/tokens.js";
import { type AccountSettings, isCellId } from "./domain/account-settings.js";
import type { ClaimPolicy } from "./domain/claim-policy.js";
import { parseGroupRules } from "./domain/group-rules.js";
import { parseTypeRules } from "./domain/permission/type-rules.js";
import { DEFAULT_ROLES, parseRoles, type Roles } from "./domain/role.js";
import { suppressedClaims } from "./domain/suppressed-claims.js";

export type { Environment } from "./config/reading.js";

const roles = ({ ROLES }: Environment): Roles => (ROLES ? parseRoles(ROLES) : DEFAULT_ROLES);

/** The keys of each concern; tests hold them against what serverless.yml gives each function. */
export const config = {
  service: (environment: Environment) => {
    const [name = "", stage = "", region = ""] = required(environment, "SERVICE", "STAGE", "AWS_REGION");
    return { name, stage, region, version: environment.SERVICE_VERSION || "0.0.0" };
  },
  tables: (environment: Environment) => ({
    directory: () => required(environment, "DIRECTORY_TABLE")[0] ?? "",
    audit: () => required(environment, "AUDIT_TABLE")[0] ?? "",
    guard: () => required(environment, "GUARD_TABLE")[0] ?? "",
  }),
  access,
  aws,
  awsEndpoint,
  bus: (environment: Environment) => required(environment, "AUDIT_BUS")[0] ?? "",
  pseudonymSecret: (environment: Environment) => required(environment, "PSEUDONYM_SECRET")[0] ?? "",
  challengeSecret: (environment: Environment) => required(environment, "CHALLENGE_SECRET")[0] ?? "",
  serviceClientParameter: (environment: Environment) =>
    required(environment, "SERVICE_CLIENT_PARAMETER")[0] ?? "",
  /** How long the start of a sign-in takes at least, so that a mail that goes out does not show. */
  challengeFloor: (environment: Environment) => ({ floorMs: whole(environment, "CHALLENGE_FLOOR_MS", 0) }),
  userPool: (environment: Environment) => {
    const [userPoolId = "", clientId = ""] = required(environment, "USER_POOL_ID", "USER_POOL_CLIENT_ID");
    // The SDK's own variable: the key set lives on the same host as the API.
    return {
      userPoolId,
      clientId,
      endpoint: environment.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || undefined,
    };
  },
  session: (environment: Environment) => ({
    refreshSeconds: whole(environment, "REFRESH_TOKEN_DAYS", 30) * 24 * 60 * 60,
  }),
  tokens,
  legacy,
  legacyMapping: (environment: Environment) => legacyMapping(environment, roles(environment)),
  allowedPoolParameter: (environment: Environment) =>
    required(environment, "ALLOWED_POOL_PARAMETER")[0] ?? "",
  signUpPolicy,
  registrationRules,
  signUpFloor,
  captcha,
  notices,
  roles,
  permissionRules: (environment: Environment) =>
    parseTypeRules(environment.PERMISSION_RULES || "{}", roles(environment)),
  accounts: (environment: Environment): AccountSettings => {
    const [creation = "", defaultCell = ""] = required(environment, "ACCOUNT_CREATION", "DEFAULT_CELL");
    if (creation !== "open" && creation !== "operators")
      throw new Error("ACCOUNT_CREATION is neither open nor operators");
    if (!isCellId(defaultCell)) throw new Error("DEFAULT_CELL is not the id of a cell");
    return { creation, defaultCell };
  },
  issuedKeys,
  keyPolicy: (environment: Environment) => keyPolicy(environment, roles(environment)),
  legacyKeys,
  messages,
  mailFrom: (environment: Environment) => required(environment, "MAIL_FROM")[0] ?? "",
  messageKms: (environment: Environment) => required(environment, "MESSAGE_KMS_ARN")[0] ?? "",
  federationPolicy: (environment: Environment) => ({
    providers: names(environment.FEDERATION_PROVIDERS),
    hostedDomains: list(environment.FEDERATION_HOSTED_DOMAINS),
  }),
  claimPolicy: (environment: Environment): ClaimPolicy => ({
    whenUnreadable: environment.CLAIMS_WHEN_UNREADABLE === "closed" ? "closed" : "open",
    roles: roles(environment),
    groupRules: parseGroupRules(environment.GROUP_RULES || "[]", roles(environment)),
    suppressed: suppressedClaims(names(environment.SUPPRESSED_CLAIMS)),
  }),
} as const;
