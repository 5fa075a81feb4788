/**
 * The settings of a stage, as serverless.yml names them under `params`: which variable of the functions each one
 * becomes, and what it does. The concerns check them here before anything is packaged, by the same forms as in the
 * functions; what only the template reads has its form here. Defaults are in serverless.yml.
 */
import * as z from "zod/mini";
import { isEmail } from "../domain/identifier.js";
import { type Concern, concern, type Environment, type Problem } from "./concern.js";
import { email, isDomain, isSecureUrl, listOf, oneOf, orNothing, text } from "./forms.js";
import * as concerns from "./index.js";
import { schema, setting } from "./schema.js";

export type Params = Readonly<Record<string, string>>;

/** The variable of a setting; null for those that only the template reads. */
export const STAGE_SETTINGS = {
  deletionProtection: { variable: null, does: "Protects tables and user pool from deletion." },
  legacySystem: {
    variable: "LEGACY_SYSTEM",
    does: "The system that users migrate from: one that answers over HTTP, or a table of its users.",
  },
  legacySystemUrl: {
    variable: "LEGACY_SYSTEM_URL",
    does: "The address of that system; needed where `legacySystem` or `legacyKeys` is `http`.",
  },
  legacyTable: {
    variable: "LEGACY_TABLE",
    does: "The table of its users, in the same account and Region; needed with `table`.",
  },
  legacyMapping: { variable: "LEGACY_MAPPING", does: "What legacy records become." },
  legacyPauseMs: {
    variable: "LEGACY_PAUSE_MS",
    does: "How long a legacy system that failed five times in a row is not asked, in milliseconds.",
  },
  legacyKeys: { variable: "LEGACY_KEYS", does: "Whether API keys of the legacy system are accepted." },
  legacyKeysSunset: { variable: "LEGACY_KEYS_SUNSET", does: "The last day of those keys, in UTC." },
  legacyKeysRole: { variable: "LEGACY_KEYS_ROLE", does: "The role of those keys." },
  signUpAllowedDomains: {
    variable: "SIGN_UP_ALLOWED_DOMAINS",
    does: "The only e-mail domains that may sign up, with their sub-domains; empty for all.",
  },
  signUpDeniedDomains: {
    variable: "SIGN_UP_DENIED_DOMAINS",
    does: "E-mail domains that may not sign up, with their sub-domains.",
  },
  signUpDisposableDomains: {
    variable: "SIGN_UP_DISPOSABLE_DOMAINS",
    does: "Whether domains of the public list of disposable addresses may sign up.",
  },
  signUpAccess: {
    variable: "SIGN_UP_ACCESS",
    does: "Who may sign up: all users, or those with an invitation to their address.",
  },
  signUpInvitedConfirm: {
    variable: "SIGN_UP_INVITED_CONFIRM",
    does: "What confirms the address of an invited user: a mailed code, or the token of the invitation.",
  },
  signUpWhenLegacyDown: {
    variable: "SIGN_UP_WHEN_LEGACY_DOWN",
    does: "Whether new users may sign up while the legacy system cannot be asked about their address.",
  },
  signUpFloorMs: {
    variable: "SIGN_UP_FLOOR_MS",
    does: "How long a sign-up takes at least, in milliseconds, so that a mail to the owner of the address does not show.",
  },
  captchaUrl: {
    variable: "CAPTCHA_URL",
    does: "The siteverify address of a captcha service; its secret is `identity-lifecycle/<stage>/captcha`.",
  },
  challengeFloorMs: {
    variable: "CHALLENGE_FLOOR_MS",
    does: "How long the start of a sign-in by code or link, or of a password reset, takes at least, in milliseconds.",
  },
  googleClientId: {
    variable: null,
    does: "The client at Google; its secret is `identity-lifecycle/<stage>/google`. Empty: no sign-in with Google.",
  },
  googleWorkspaces: {
    variable: "FEDERATION_HOSTED_DOMAINS",
    does: "The Google Workspace domains that may sign in; empty for every account with a verified address.",
  },
  hostedDomain: {
    variable: null,
    does: "The prefix of the user pool's own address, unique in the Region; needed with Google.",
  },
  oauthCallbackUrls: { variable: null, does: "Where browsers may return to after a sign-in with Google." },
  oauthLogoutUrls: { variable: null, does: "Where browsers may return to after they signed out." },
  claimsWhenUnreadable: {
    variable: "CLAIMS_WHEN_UNREADABLE",
    does: "When accounts cannot be read: `open` issues tokens without account claims, `closed` issues none.",
  },
  roles: {
    variable: "ROLES",
    does: "The roles of members and what each may do. See [permissions](permissions.md).",
  },
  permissionRules: {
    variable: "PERMISSION_RULES",
    does: "Further actions by resource type, and what departments and projects may do. See [permissions](permissions.md).",
  },
  groupRules: { variable: "GROUP_RULES", does: "Groups that follow from attributes." },
  suppressedClaims: { variable: "SUPPRESSED_CLAIMS", does: "Claims that the tokens leave out." },
  messageDelivery: {
    variable: "MESSAGE_DELIVERY",
    does: "Who sends the messages of the pool: Cognito with its own words, Cognito through SES with ours, or our functions. Codes, links and invitations are mailed only with `ses` and `senders`.",
  },
  messageBrand: { variable: "MESSAGE_BRAND", does: "The product's name in messages, and of the sender." },
  messageSupportAddress: { variable: "MESSAGE_SUPPORT_ADDRESS", does: "Where users find help." },
  messageLinkBase: { variable: "MESSAGE_LINK_BASE", does: "The pages that mailed links lead to." },
  messageLanguage: { variable: "MESSAGE_LANGUAGE", does: "For users whose language is not known." },
  mailFrom: { variable: null, does: "The sender of e-mails; not used with `cognito`." },
  mailIdentity: {
    variable: null,
    does: "The address or domain that is verified in SES; not used with `cognito`.",
  },
  accountCreation: { variable: "ACCOUNT_CREATION", does: "Who makes accounts: operators, or every user." },
  defaultCell: { variable: "DEFAULT_CELL", does: "The cell of new accounts for which no other is chosen." },
  tokenLeewaySeconds: {
    variable: "TOKEN_LEEWAY_SECONDS",
    does: "How far the clocks of user pool and functions may be apart, in seconds.",
  },
  tokenKeys: {
    variable: "USER_POOL_JWKS",
    does: "The key set of the stage's own pool, so that a cold start does not fetch it first.",
  },
  accessCacheSeconds: {
    variable: "ACCESS_CACHE_SECONDS",
    does: "For how long the authorizer goes by what it read of a member, in seconds; 0 reads every time.",
  },
  revocation: {
    variable: "TOKEN_REVOCATION",
    does: "When the end of a session counts for its access tokens: when the cache is over, at the next request, or when the token is over.",
  },
  trustedPools: { variable: "TRUSTED_POOLS", does: "Other user pools whose access tokens are accepted." },
} as const satisfies Readonly<Record<string, { readonly variable: string | null; readonly does: string }>>;

export type StageSetting = keyof typeof STAGE_SETTINGS;

const PREFIX = /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const APP_SCHEME = /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]+:\/\//;
const returnUrls = listOf("URLs with https (or http on this machine), or with the scheme of an app", (url) =>
  isSecureUrl(url) || APP_SCHEME.test(url) ? url : undefined,
);

/** What the template reads, and no function. */
const template = concern(
  () =>
    schema(
      z.object({
        deletionProtection: setting(oneOf("true", "false")),
        googleClientId: setting(
          orNothing(text("the id of a client at Google", (id) => /^[\w.-]{1,128}$/.test(id))),
        ),
        hostedDomain: setting(
          orNothing(
            text("small letters, digits and hyphens, at most 63, without aws, amazon and cognito", (prefix) =>
              PREFIX.test(prefix),
            ),
          ),
        ),
        oauthCallbackUrls: setting(returnUrls),
        oauthLogoutUrls: setting(returnUrls),
        mailFrom: setting(email),
        mailIdentity: setting(
          text("an e-mail address or a domain", (identity) => isEmail(identity) || isDomain(identity)),
        ),
      }),
    ),
  (settings) => settings,
);

const { aws: _runtime, awsEndpoint: _endpoint, ...checked } = concerns;
const CONCERNS: readonly Concern<unknown>[] = [template, ...Object.values(checked)];

/** What each setting takes, in words. */
export const stageSettingTakes = (): Readonly<Record<StageSetting, string>> => {
  const takes = Object.assign({}, ...CONCERNS.map((each) => each.takes())) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(STAGE_SETTINGS).map(([name, { variable }]) => [name, takes[variable ?? name]]),
  ) as Record<StageSetting, string>;
};

/** What the stack gives its functions beside the settings: sound, whatever the stage. */
const GIVEN: Environment = {
  SERVICE: "identity-lifecycle",
  AWS_REGION: "us-east-1",
  DIRECTORY_TABLE: "directory",
  AUDIT_TABLE: "audit",
  GUARD_TABLE: "guard",
  AUDIT_BUS: "bus",
  PSEUDONYM_SECRET: "pseudonyms",
  CHALLENGE_SECRET: "challenges",
  CAPTCHA_SECRET: "captcha",
  LEGACY_SYSTEM_SECRET: "legacy-system",
  LEGACY_KEYS_SECRET: "legacy-keys",
  ENDPOINT_CLIENT_PARAMETER: "endpoint-clients",
  SERVICE_CLIENT_PARAMETER: "service-clients",
  ALLOWED_POOL_PARAMETER: "allowed-user-pools",
  MESSAGE_KMS_ARN: "key",
  MAIL_FROM: "no-reply@example.com",
  USER_POOL_ID: "us-east-1_Example",
  USER_POOL_CLIENT_ID: "client",
  FEDERATION_PROVIDERS: "Google",
  REFRESH_TOKEN_DAYS: "30",
  LEGACY_DEADLINE_MS: "3000",
};

/** Everything that is wrong with the settings of a stage, in one line each; nothing where all is well. */
export const problemsOfStage = (stage: string, params: Params): readonly string[] => {
  const known = Object.entries(STAGE_SETTINGS).map(([name, { variable }]) => [
    variable ?? name,
    params[name],
  ]);
  const environment: Environment = { ...GIVEN, STAGE: stage, ...Object.fromEntries(known) };
  const problems = [
    ...CONCERNS.flatMap((each) => each.problemsIn(environment)),
    ...contradictions(params),
    ...(stage === LOCAL ? [] : placeholders(params)),
  ];
  return [...new Set([...unknownNames(Object.keys(params)), ...problems.map(lineOf)])];
};

/** The embedded stack: it reaches nobody, so the placeholders are good enough. */
const LOCAL = "local";

const nameOf = new Map<string, string>([
  ["STAGE", "--stage"],
  ...Object.entries(STAGE_SETTINGS).map(([name, { variable }]) => [variable ?? name, name] as const),
]);

/** By the names that the stage gives its settings. */
const lineOf = ({ setting, words }: Problem): string =>
  `${setting} ${words}`.replace(/\b[A-Z]+(?:_[A-Z]+)*\b/g, (variable) => nameOf.get(variable) ?? variable);

const contradictions = (params: Params): Problem[] => {
  const { legacySystem, legacySystemUrl, legacyKeys, legacyTable } = params;
  const { googleClientId, hostedDomain, googleWorkspaces } = params;
  const { messageDelivery, mailFrom = "", mailIdentity = "" } = params;
  const ownMail = messageDelivery === "ses" || messageDelivery === "senders";
  return when([
    [
      legacySystemUrl && legacySystem !== "http" && legacyKeys !== "http",
      "legacySystemUrl",
      "is set, but neither legacySystem nor legacyKeys is http",
    ],
    [legacyTable && legacySystem !== "table", "legacyTable", "is set, but legacySystem is not table"],
    [googleClientId && !hostedDomain, "hostedDomain", "is missing; googleClientId is set"],
    [googleWorkspaces && !googleClientId, "googleWorkspaces", "is set, but googleClientId is missing"],
    [
      googleClientId && params.oauthCallbackUrls === "",
      "oauthCallbackUrls",
      "is missing; googleClientId is set",
    ],
    [
      ownMail && !isSentBy(mailFrom, mailIdentity),
      "mailFrom",
      `is not an address of mailIdentity; messageDelivery is ${messageDelivery}`,
    ],
  ]);
};

/** SES sends for the address, or for all addresses of the domain and its sub-domains. */
const isSentBy = (address: string, identity: string): boolean =>
  address === identity || address.endsWith(`@${identity}`) || address.endsWith(`.${identity}`);

const PLACEHOLDER = /\.invalid(?![\w.-])/;

/** What serverless.yml holds the place of, where it would be used. */
const placeholders = (params: Params): Problem[] => {
  const used: readonly (readonly [boolean, string, readonly StageSetting[]])[] = [
    [
      params.messageDelivery === "ses" || params.messageDelivery === "senders",
      `messageDelivery is ${params.messageDelivery}`,
      ["mailFrom", "mailIdentity", "messageSupportAddress", "messageLinkBase"],
    ],
    [Boolean(params.googleClientId), "googleClientId is set", ["oauthCallbackUrls", "oauthLogoutUrls"]],
    [params.legacySystem === "http", "legacySystem is http", ["legacySystemUrl"]],
    [params.legacyKeys === "http", "legacyKeys is http", ["legacySystemUrl"]],
    [Boolean(params.captchaUrl), "it is set", ["captchaUrl"]],
  ];
  return used.flatMap(([counts, reason, names]) =>
    counts
      ? names
          .filter((name) => PLACEHOLDER.test(params[name] ?? ""))
          .map((name) => ({ setting: name, words: `is a placeholder; it needs a value, as ${reason}` }))
      : [],
  );
};

const when = (rules: readonly (readonly [unknown, string, string])[]): Problem[] =>
  rules.filter(([wrong]) => Boolean(wrong)).map(([, setting, words]) => ({ setting, words }));

const unknownNames = (names: readonly string[]): string[] =>
  names
    .filter((name) => !Object.hasOwn(STAGE_SETTINGS, name))
    .map((name) => `${name} is no setting${hint(name)}`);

const MOST_TYPOS = 3;

const hint = (name: string): string => {
  const [nearest] = Object.keys(STAGE_SETTINGS)
    .map((known) => ({ known, edits: edits(name.toLowerCase(), known.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  return nearest === undefined || nearest.edits > MOST_TYPOS
    ? "; docs/configuration.md lists them"
    : `; the nearest is ${nearest.known}`;
};

/** How many characters have to be changed, added or taken away (Levenshtein). */
const edits = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, char] of [...from].entries()) {
    const next = [at + 1];
    for (const [index, wanted] of [...to].entries()) {
      const [left = 0, up = 0, corner = 0] = [next[index], row[index + 1], row[index]];
      next.push(Math.min(left + 1, up + 1, corner + (char === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
