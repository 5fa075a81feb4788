/**
 * The only reader of the environment. Each concern reads its own keys, once, when it is first
 * built; a key that is missing is named. The environment holds names of secrets, never secrets.
 */
import type { ClaimPolicy } from "./domain/claim-policy.js";
import { parseGroupRules } from "./domain/group-rules.js";
import { isLanguage } from "./domain/messages/language.js";
import type { MessageSettings } from "./domain/messages/message-settings.js";
import type { NoticeSettings } from "./domain/messages/notice-settings.js";
import type { RegistrationRules, SignUpPolicy } from "./domain/sign-up-policy.js";
import { suppressedClaims } from "./domain/suppressed-claims.js";

export type Environment = Readonly<Record<string, string | undefined>>;

const required = (environment: Environment, ...keys: string[]): string[] => {
  const missing = keys.filter((key) => !environment[key]);
  if (missing.length > 0) throw new Error(`missing in the environment: ${missing.join(", ")}`);
  return keys.map((key) => environment[key] ?? "");
};

const names = (value: string | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

const list = (value: string | undefined): string[] => names(value).map((each) => each.toLowerCase());

const whole = (environment: Environment, key: string, fallback: number): number => {
  const text = environment[key];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${key} is not a whole number`);
  return value;
};

const signUpPolicy = (environment: Environment): SignUpPolicy => ({
  allowedDomains: list(environment.SIGN_UP_ALLOWED_DOMAINS),
  deniedDomains: list(environment.SIGN_UP_DENIED_DOMAINS),
});

/** Secrets travel there: in clear text to this machine at most. */
const secureAddress = (key: string, address: string): string => {
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:" && hostname !== "127.0.0.1") throw new Error(`${key} is not an https address`);
  return address;
};

const messages = (environment: Environment): MessageSettings => {
  const [name = "", supportAddress = "", linkBase = "", language = ""] = required(
    environment,
    "MESSAGE_BRAND",
    "MESSAGE_SUPPORT_ADDRESS",
    "MESSAGE_LINK_BASE",
    "MESSAGE_LANGUAGE",
  );
  if (name.length > 32) throw new Error("MESSAGE_BRAND has more than 32 characters");
  if (!isLanguage(language)) throw new Error("MESSAGE_LANGUAGE is not one of the languages of messages");
  const ownEmails = environment.MESSAGE_DELIVERY === "ses";
  return { brand: { name, supportAddress, linkBase }, language, ownEmails };
};

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
  tokens: (environment: Environment) => ({
    leewaySeconds: whole(environment, "TOKEN_LEEWAY_SECONDS", 0),
    /** Client of the services that vouch for people, where their sessions are let in. */
    serviceClientId: environment.USER_POOL_SERVICE_CLIENT_ID || undefined,
  }),
  /** Undefined where a stage says that there is no such system. */
  legacy: (environment: Environment) => {
    const pauseMs = whole(environment, "LEGACY_PAUSE_MS", 10_000);
    const { LEGACY_SYSTEM, LEGACY_TABLE } = environment;
    if (LEGACY_SYSTEM === "none") return undefined;
    if (LEGACY_SYSTEM === "table") {
      if (!LEGACY_TABLE) required(environment, "LEGACY_TABLE");
      return { kind: "table" as const, table: LEGACY_TABLE ?? "", pauseMs };
    }
    const [kind, url = "", secret = ""] = required(
      environment,
      "LEGACY_SYSTEM",
      "LEGACY_SYSTEM_URL",
      "LEGACY_SYSTEM_SECRET",
    );
    if (kind !== "http") throw new Error("LEGACY_SYSTEM is neither none, http nor table");
    return {
      kind: "http" as const,
      url: secureAddress("LEGACY_SYSTEM_URL", url),
      secret,
      deadlineMs: whole(environment, "LEGACY_DEADLINE_MS", 3000),
      pauseMs,
    };
  },
  allowedPoolParameter: (environment: Environment) =>
    required(environment, "ALLOWED_POOL_PARAMETER")[0] ?? "",
  signUpPolicy,
  registrationRules: (environment: Environment): RegistrationRules => ({
    ...signUpPolicy(environment),
    disposableDomains: environment.SIGN_UP_DISPOSABLE_DOMAINS === "allow" ? "allow" : "refuse",
    access: environment.SIGN_UP_ACCESS === "invited" ? "invited" : "open",
    invitedConfirm: environment.SIGN_UP_INVITED_CONFIRM === "token" ? "token" : "code",
    whenLegacyDown: environment.SIGN_UP_WHEN_LEGACY_DOWN === "allow" ? "allow" : "refuse",
  }),
  /** How long a sign-up takes at least, so that a mail to somebody else does not show. */
  signUpFloor: (environment: Environment) => ({ floorMs: whole(environment, "SIGN_UP_FLOOR_MS", 0) }),
  /** Undefined where a stage asks no captcha. */
  captcha: (environment: Environment) => {
    const { CAPTCHA_URL: url, CAPTCHA_SECRET: secret } = environment;
    if (!url) return undefined;
    if (!secret) throw new Error("missing in the environment: CAPTCHA_SECRET");
    return { url: secureAddress("CAPTCHA_URL", url), secret };
  },
  notices: (environment: Environment): NoticeSettings => {
    const { brand, language } = messages(environment);
    return { brand, language, sends: ["ses", "senders"].includes(environment.MESSAGE_DELIVERY ?? "") };
  },
  messages,
  mailFrom: (environment: Environment) => required(environment, "MAIL_FROM")[0] ?? "",
  messageKms: (environment: Environment) => required(environment, "MESSAGE_KMS_ARN")[0] ?? "",
  federationPolicy: (environment: Environment) => ({
    providers: names(environment.FEDERATION_PROVIDERS),
    hostedDomains: list(environment.FEDERATION_HOSTED_DOMAINS),
  }),
  claimPolicy: (environment: Environment): ClaimPolicy => ({
    whenUnreadable: environment.CLAIMS_WHEN_UNREADABLE === "closed" ? "closed" : "open",
    groupRules: parseGroupRules(environment.GROUP_RULES || "[]"),
    suppressed: suppressedClaims(names(environment.SUPPRESSED_CLAIMS)),
  }),
} as const;
