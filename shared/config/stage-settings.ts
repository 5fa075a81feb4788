/**
 * The settings of a stage, by their names under `params` in serverless.yml: the environment variable of each, and its
 * effect. Settings that only the template reads have their forms here. Defaults are in serverless.yml.
 */
import * as z from "zod/mini";
import { isEmail } from "../domain/identifier.js";
import { type Concern, concern } from "./concern.js";
import { email, isDomain, isSecureUrl, listOf, oneOf, orNothing, text, wholeNumber } from "./forms.js";
import * as concerns from "./index.js";
import { schema, setting } from "./schema.js";
import { tokenOrigins } from "./stage-origins.js";

/** The environment variable of each setting; null if only the template reads it. */
export const STAGE_SETTINGS = {
  deletionProtection: { variable: null, does: "Protects tables and user pool from deletion." },
  peakFirstLogins: {
    variable: null,
    does: "First logins a second that the tables and their indexes take at once, for a migration; 0 for what new tables take. DynamoDB bills a raise once, and never lowers it. See [scale](scale.md#before-a-migration).",
  },
  legacySystem: {
    variable: "LEGACY_SYSTEM",
    does: "The system that users migrate from: one that answers over HTTP, or a table of its users.",
  },
  legacySystemUrl: {
    variable: "LEGACY_SYSTEM_URL",
    does: "The URL of that system; required if `legacySystem` or `legacyKeys` is `http`.",
  },
  legacyTable: {
    variable: "LEGACY_TABLE",
    does: "The table of its users, in the same account and Region; required with `table`.",
  },
  legacyMapping: {
    variable: "LEGACY_MAPPING",
    does: "The mapping of legacy records. See [legacy mapping](legacy-mapping.md).",
  },
  legacyDeadlineMs: {
    variable: "LEGACY_DEADLINE_MS",
    does: "The time limit of a call of that system, in milliseconds. A trigger has five seconds.",
  },
  legacyPauseMs: {
    variable: "LEGACY_PAUSE_MS",
    does: "The pause after five failures of the legacy system in a row, in milliseconds.",
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
    does: "Who may sign up: all users, or those with an invitation to their address. `invited` needs `messageDelivery` `ses` or `senders`.",
  },
  signUpInvitedConfirm: {
    variable: "SIGN_UP_INVITED_CONFIRM",
    does: "What confirms the address of an invited user: a mailed code, or the token of the invitation.",
  },
  signUpWhenLegacyDown: {
    variable: "SIGN_UP_WHEN_LEGACY_DOWN",
    does: "Whether new users may sign up while the legacy system is unavailable.",
  },
  captchaUrl: {
    variable: "CAPTCHA_URL",
    does: "The siteverify address of a captcha service; its secret is `identity-lifecycle/<stage>/captcha`.",
  },
  edge: {
    variable: "EDGE",
    does: "What stands before the API. `cloudfront`: address and country of the client are those in `cloudfront-viewer-address` and `cloudfront-viewer-country`, if the distribution sends `x-origin-secret` with the secret `identity-lifecycle/<stage>/edge`. Otherwise, and with `none`, both headers are ignored, and the address is that of the connection. The distribution must send both headers, or all clients of one CloudFront server count as one network. `x-forwarded-for` is never read.",
  },
  answerFloorMs: {
    variable: "ANSWER_FLOOR_MS",
    does: "The shortest time of a failed sign-in, and of every sign-up, password reset, code and link, in milliseconds. It must be longer than sending a mail, and than cold starts. See [security](security.md).",
  },
  answerFloorMaxMs: {
    variable: "ANSWER_FLOOR_MAX_MS",
    does: "The longest such time, to which a slow legacy system raises it; at least `legacyDeadlineMs` and 1000 more. 0, with `answerFloorMs` 0: answers do not wait.",
  },
  googleClientId: {
    variable: null,
    does: "The client at Google; its secret is `identity-lifecycle/<stage>/google`. Empty: no sign-in with Google.",
  },
  googleWorkspaces: {
    variable: "FEDERATION_HOSTED_DOMAINS",
    does: "The Google Workspace domains that may sign in; empty for every account with a verified address.",
  },
  identityProviders: {
    variable: "IDENTITY_PROVIDERS",
    does: "Further providers to sign in with: any OpenID Connect or SAML provider, and Facebook. See [providers](providers.md).",
  },
  hostedDomain: {
    variable: "HOSTED_DOMAIN",
    does: "The prefix of the user pool's own address, unique in the Region; required with Google and other providers.",
  },
  oauthCallbackUrls: {
    variable: null,
    does: "URLs to which browsers may return after a sign-in with Google.",
  },
  oauthLogoutUrls: { variable: null, does: "URLs to which browsers may return after signing out." },
  siteUrl: {
    variable: "SITE_URL",
    does: "The site. Mailed links lead to its pages, and pages of its origin may use the sessions of browsers.",
  },
  sisterOrigins: {
    variable: "SISTER_ORIGINS",
    does: "Other origins of the same site whose pages may do so, too.",
  },
  sisterDomain: {
    variable: "SISTER_DOMAIN",
    does: "A parent domain of the site. Servers of its other hosts learn from a cookie of their own who is signed in. Empty: none. See [sessions](sessions.md).",
  },
  tokenOrigins: {
    variable: null,
    does: "Origins of other sites whose pages may call the API with tokens, or `*` for all origins.",
  },
  sessionModes: {
    variable: "SESSION_MODES",
    does: "Where the tokens of new sessions may be: at the service, with a cookie in the browser (`cookie`), at the client (`token`), or as the client asks (`both`). See [sessions](sessions.md).",
  },
  sessionIdleMinutes: {
    variable: "SESSION_IDLE_MINUTES",
    does: "The idle time after which the session of a browser ends, in minutes.",
  },
  sessionHours: {
    variable: "SESSION_HOURS",
    does: "The longest time of such a session, in hours.",
  },
  rememberDays: {
    variable: "REMEMBER_DAYS",
    does: "Both times for users who asked to stay signed in, in days.",
  },
  claimsWhenUnreadable: {
    variable: "CLAIMS_WHEN_UNREADABLE",
    does: "When accounts cannot be read: `open` issues tokens without account claims, `closed` issues none.",
  },
  roles: {
    variable: "ROLES",
    does: "The roles of members and their permissions. See [permissions](permissions.md).",
  },
  permissionRules: {
    variable: "PERMISSION_RULES",
    does: "Further actions by resource type, and the permissions of departments and projects. See [permissions](permissions.md).",
  },
  groupRules: { variable: "GROUP_RULES", does: "Groups by attribute." },
  suppressedClaims: { variable: "SUPPRESSED_CLAIMS", does: "Claims that tokens omit." },
  messageDelivery: {
    variable: "MESSAGE_DELIVERY",
    does: "Who sends the messages of the pool: Cognito with its own texts, Cognito through SES with our texts, or our functions. Codes, links and invitations are mailed only with `ses` and `senders`.",
  },
  messageBrand: { variable: "MESSAGE_BRAND", does: "The product's name in messages, and of the sender." },
  messageSupportAddress: { variable: "MESSAGE_SUPPORT_ADDRESS", does: "Where users find help." },
  messageLanguage: {
    variable: "MESSAGE_LANGUAGE",
    does: "The language for users whose language is unknown.",
  },
  mailFrom: { variable: null, does: "The sender of e-mails; not used with `cognito`." },
  mailIdentity: {
    variable: null,
    does: "The address or domain that is verified in SES; not used with `cognito`.",
  },
  accountCreation: {
    variable: "ACCOUNT_CREATION",
    does: "Who may create accounts: operators, or every user.",
  },
  defaultCell: { variable: "DEFAULT_CELL", does: "The default cell of new accounts." },
  tokenLeewaySeconds: {
    variable: "TOKEN_LEEWAY_SECONDS",
    does: "The tolerated difference between the clocks of user pool and functions, in seconds.",
  },
  tokenKeys: {
    variable: "USER_POOL_JWKS",
    does: "The key set of the stage's own pool, so that a cold start does not fetch it first.",
  },
  accessCacheSeconds: {
    variable: "ACCESS_CACHE_SECONDS",
    does: "How long the authorizer caches a member, in seconds; 0 turns the cache off.",
  },
  revocation: {
    variable: "TOKEN_REVOCATION",
    does: "When access tokens of an ended session are rejected: when the cache entry expires, at the next request, or when the token expires.",
  },
  tokenIssuers: {
    variable: "USER_POOL_ISSUERS",
    does: "The issuers of the stage's own pool whose access tokens are accepted, by their hosts.",
  },
  trustedPools: { variable: "TRUSTED_POOLS", does: "Other user pools whose access tokens are accepted." },
  demo: {
    variable: null,
    does: "Routes that show who calls, with guests of the identity pool and a client for SRP. Only the stages `dev` and `local` may have it. See [demo](demo.md).",
  },
} as const satisfies Readonly<Record<string, { readonly variable: string | null; readonly does: string }>>;

export type StageSetting = keyof typeof STAGE_SETTINGS;

const APP_SCHEME = /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]+:\/\//;
const returnUrls = listOf("URLs with https (or http on this machine), or with the scheme of an app", (url) =>
  isSecureUrl(url) || APP_SCHEME.test(url) ? url : undefined,
);

/** What the eight partitions of the outbox take. */
const MOST_FIRST_LOGINS = 1_300;

/** Settings that only the template reads. */
const template = concern(
  () =>
    schema(
      z.object({
        deletionProtection: setting(oneOf("true", "false")),
        peakFirstLogins: setting(wholeNumber(0, MOST_FIRST_LOGINS)),
        googleClientId: setting(
          orNothing(text("the id of a client at Google", (id) => /^[\w.-]{1,128}$/.test(id))),
        ),
        oauthCallbackUrls: setting(returnUrls),
        oauthLogoutUrls: setting(returnUrls),
        tokenOrigins: setting(tokenOrigins),
        demo: setting(oneOf("off", "on")),
        mailFrom: setting(email),
        mailIdentity: setting(
          text("an e-mail address or a domain", (identity) => isEmail(identity) || isDomain(identity)),
        ),
      }),
    ),
  (settings) => settings,
);

const { aws: _runtime, awsEndpoints: _endpoints, ...checked } = concerns;
export const CONCERNS: readonly Concern<unknown>[] = [template, ...Object.values(checked)];

/** The accepted values of each setting, in words. */
export const stageSettingTakes = (): Readonly<Record<StageSetting, string>> => {
  const takes = Object.assign({}, ...CONCERNS.map((each) => each.takes())) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(STAGE_SETTINGS).map(([name, { variable }]) => [name, takes[variable ?? name]]),
  ) as Record<StageSetting, string>;
};
