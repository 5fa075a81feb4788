/** Refuses variables of a function that look like settings of this service but are not. */
import { type Environment, type Problem, SettingsError } from "./concern.js";
import { nearestName } from "./nearest-name.js";

/**
 * The variables of all functions. A closed list, because a function has only the concerns that it needs. A test compares
 * it with the concerns.
 */
export const SETTING_NAMES: readonly string[] = [
  "ACCESS_CACHE_SECONDS",
  "ACCOUNT_CREATION",
  "ALLOWED_POOL_PARAMETER",
  "ANSWER_FLOOR_MAX_MS",
  "ANSWER_FLOOR_MS",
  "AUDIT_BUS",
  "AUDIT_TABLE",
  "CAPTCHA_SECRET",
  "CAPTCHA_URL",
  "CHALLENGE_SECRET",
  "CLAIMS_WHEN_UNREADABLE",
  "DEFAULT_CELL",
  "DIRECTORY_TABLE",
  "EDGE",
  "EDGE_SECRET",
  "ENDPOINT_CLIENT_PARAMETER",
  "FEDERATION_HOSTED_DOMAINS",
  "GROUP_RULES",
  "GUARD_TABLE",
  "HOSTED_DOMAIN",
  "IDENTITY_PROVIDERS",
  "LEGACY_DEADLINE_MS",
  "LEGACY_KEYS",
  "LEGACY_KEYS_ROLE",
  "LEGACY_KEYS_SECRET",
  "LEGACY_KEYS_SUNSET",
  "LEGACY_MAPPING",
  "LEGACY_PAUSE_MS",
  "LEGACY_SYSTEM",
  "LEGACY_SYSTEM_SECRET",
  "LEGACY_SYSTEM_URL",
  "LEGACY_TABLE",
  "MAIL_FROM",
  "MESSAGE_BRAND",
  "MESSAGE_DELIVERY",
  "MESSAGE_KMS_ARN",
  "MESSAGE_LANGUAGE",
  "MESSAGE_SUPPORT_ADDRESS",
  "PERMISSION_RULES",
  "PSEUDONYM_SECRET",
  "REFRESH_TOKEN_DAYS",
  "REMEMBER_DAYS",
  "ROLES",
  "SERVICE",
  "SERVICE_CLIENT_PARAMETER",
  "SERVICE_VERSION",
  "SESSION_HOURS",
  "SESSION_IDLE_MINUTES",
  "SESSION_MODES",
  "SIGN_UP_ACCESS",
  "SIGN_UP_ALLOWED_DOMAINS",
  "SIGN_UP_DENIED_DOMAINS",
  "SIGN_UP_DISPOSABLE_DOMAINS",
  "SIGN_UP_INVITED_CONFIRM",
  "SIGN_UP_WHEN_LEGACY_DOWN",
  "SISTER_DOMAIN",
  "SISTER_ORIGINS",
  "SITE_URL",
  "STAGE",
  "SUPPRESSED_CLAIMS",
  "TOKEN_CLIENT_PARAMETER",
  "TOKEN_LEEWAY_SECONDS",
  "TOKEN_REVOCATION",
  "TRUSTED_POOLS",
  "USER_POOL_CLIENT_ID",
  "USER_POOL_DEMO_CLIENT_ID",
  "USER_POOL_ID",
  "USER_POOL_ISSUERS",
  "USER_POOL_JWKS",
  "USER_POOL_SERVICE_CLIENT_ID",
  "USER_POOL_TOKEN_CLIENT_ID",
];

/** The groups of our settings. */
const OURS = /^(ANSWER_FLOOR|AUDIT|CAPTCHA|FEDERATION|LEGACY|MESSAGE|SESSION|SIGN_UP|USER_POOL)_/;

/** Variables of Lambda, Node, the SDK and Powertools. */
const OF_THE_RUNTIME = /^(_|AWS_|LAMBDA_|NODE_|POWERTOOLS_)/;

const MOST_TYPOS = 3;

/** One typing error for each five letters: a short name is close to many others. */
const nearestSetting = (name: string): string | undefined =>
  nearestName(name, SETTING_NAMES, Math.min(MOST_TYPOS, Math.max(1, Math.floor(name.length / 5))));

/** The names that are probably misspelt settings. */
export const unknownSettings = (names: readonly string[]): readonly Problem[] =>
  names
    .filter((name) => !OF_THE_RUNTIME.test(name) && !SETTING_NAMES.includes(name))
    .flatMap((name) => {
      const nearest = nearestSetting(name);
      if (nearest !== undefined)
        return [{ setting: name, words: `is not a setting; the nearest is ${nearest}` }];
      return OURS.test(name) ? [{ setting: name, words: "is not a setting" }] : [];
    });

/** @throws SettingsError with every such variable. */
export const knownNames = (environment: Environment): void => {
  const problems = unknownSettings(Object.keys(environment));
  if (problems.length > 0) throw new SettingsError(problems);
};
