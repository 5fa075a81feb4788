/** Each concern of the configuration: what its settings take, and how everything that is wrong is said at once. */
import { describe, expect, it } from "@jest/globals";
import { type Concern, type Environment, SettingsError } from "../../../shared/config/concern.js";
import * as config from "../../../shared/config/index.js";
import { DEFAULT_ROLES } from "../../../shared/domain/role.js";

const { awsEndpoint: _, ...concerns } = config;
const CANARY = "c4nary";

const POOL = { USER_POOL_ID: "us-east-1_Own", USER_POOL_CLIENT_ID: "own" };
const SIGN_UP = {
  SIGN_UP_ALLOWED_DOMAINS: "",
  SIGN_UP_DENIED_DOMAINS: "",
  SIGN_UP_DISPOSABLE_DOMAINS: "refuse",
  SIGN_UP_ACCESS: "invited",
  SIGN_UP_INVITED_CONFIRM: "code",
  SIGN_UP_WHEN_LEGACY_DOWN: "refuse",
  MESSAGE_DELIVERY: "ses",
};
const LEGACY = {
  LEGACY_SYSTEM: "http",
  LEGACY_SYSTEM_URL: "https://legacy.example.com",
  LEGACY_SYSTEM_SECRET: "identity-lifecycle/prod/legacy-system",
  LEGACY_TABLE: "",
  LEGACY_DEADLINE_MS: "3000",
  LEGACY_PAUSE_MS: "10000",
};
const FLOOR = {
  ANSWER_FLOOR_MS: "1200",
  ANSWER_FLOOR_MAX_MS: "4500",
  LEGACY_SYSTEM: "http",
  LEGACY_DEADLINE_MS: "3000",
};
const CLAIMS = { CLAIMS_WHEN_UNREADABLE: "closed", SUPPRESSED_CLAIMS: "" };
const MESSAGES = {
  MESSAGE_BRAND: "Example",
  MESSAGE_SUPPORT_ADDRESS: "help@example.com",
  MESSAGE_LINK_BASE: "https://example.com/",
  MESSAGE_LANGUAGE: "en",
  MESSAGE_DELIVERY: "ses",
};
const ACCOUNTS = { ACCOUNT_CREATION: "operators", DEFAULT_CELL: "cell-1" };
const ACCESS = { ACCESS_CACHE_SECONDS: "30", TOKEN_REVOCATION: "cached" };
const TOKENS = { ...POOL, TOKEN_LEEWAY_SECONDS: "0" };

const thrownBy = (read: () => unknown): SettingsError => {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

const misspelt: readonly (readonly [Concern<unknown>, Environment, string, string, string])[] = [
  [config.registrationRules, SIGN_UP, "SIGN_UP_ACCESS", "invite", "takes open or invited"],
  [config.registrationRules, SIGN_UP, "SIGN_UP_INVITED_CONFIRM", "Code", "takes code or token"],
  [config.registrationRules, SIGN_UP, "SIGN_UP_DISPOSABLE_DOMAINS", "refused", "takes refuse or allow"],
  [config.registrationRules, SIGN_UP, "SIGN_UP_WHEN_LEGACY_DOWN", "true", "takes refuse or allow"],
  [config.signUpPolicy, SIGN_UP, "SIGN_UP_DENIED_DOMAINS", "example.com;x", "takes domains such as"],
  [config.answerFloor, FLOOR, "ANSWER_FLOOR_MS", "1200ms", "takes a whole number from 0 to 10000"],
  [config.answerFloor, FLOOR, "ANSWER_FLOOR_MAX_MS", "10001", "takes a whole number from 0 to 10000"],
  [
    config.captcha,
    { CAPTCHA_SECRET: "s" },
    "CAPTCHA_URL",
    "http://captcha.example.com",
    "takes a URL with https",
  ],
  [config.legacy, LEGACY, "LEGACY_SYSTEM", "htp", "takes none, http or table"],
  [config.legacy, LEGACY, "LEGACY_SYSTEM_URL", "http://legacy.example.com", "takes a URL with https"],
  [config.legacy, LEGACY, "LEGACY_SYSTEM_URL", "https://user:pass@example.com", "without user name"],
  [config.legacy, LEGACY, "LEGACY_PAUSE_MS", "1e3", "takes a whole number"],
  [config.legacy, LEGACY, "LEGACY_DEADLINE_MS", "5000", "takes a whole number from 100 to 4000"],
  [config.legacyApiKeys, { ...LEGACY, LEGACY_KEYS_SECRET: "k" }, "LEGACY_KEYS", "htpp", "takes off or http"],
  [config.claimPolicy, CLAIMS, "CLAIMS_WHEN_UNREADABLE", "Closed", "takes open or closed"],
  [config.claimPolicy, CLAIMS, "SUPPRESSED_CLAIMS", "legacy_id, sub", "the claim sub cannot be suppressed"],
  [config.claimPolicy, CLAIMS, "SUPPRESSED_CLAIMS", "cognito:groups", "cannot be suppressed"],
  [
    config.claimPolicy,
    CLAIMS,
    "SUPPRESSED_CLAIMS",
    "emial, sub, custom:, jti, iss",
    "the name at place 1 is not a claim of the tokens; the claim sub cannot be suppressed; the name at place 3 is not " +
      "a claim of the tokens; the claim jti cannot be suppressed; the claim iss cannot be suppressed",
  ],
  [config.claimPolicy, CLAIMS, "GROUP_RULES", "{}", "not a list"],
  [config.claimPolicy, CLAIMS, "GROUP_RULES", "[", "takes a list of {attribute, value, group}"],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"name","value":"x","group":"y"}]',
    "group rule 1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"","group":"y"}]',
    "rule 1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"x","group":"a b"}]',
    "1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"x","group":"y","more":1}]',
    "group rule 1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"x","group":"Admins"}]',
    "gives the group of a role",
  ],
  [config.roles, {}, "ROLES", "Admin", "takes a list of {role, permissions}"],
  [config.permissionRules, {}, "PERMISSION_RULES", '{"invoice":{"read":["x"]}}', "is not well formed"],
  [config.accounts, ACCOUNTS, "ACCOUNT_CREATION", "operator", "takes operators or open"],
  [config.accounts, ACCOUNTS, "DEFAULT_CELL", "Cell 1", "takes small letters, digits and hyphens"],
  [config.messages, MESSAGES, "MESSAGE_LANGUAGE", "EN", "takes en, de, fr, es, ja or ar"],
  [
    config.messages,
    MESSAGES,
    "MESSAGE_BRAND",
    "Acme, Inc.",
    "takes at most 32 characters in one line, without",
  ],
  [config.messages, MESSAGES, "MESSAGE_BRAND", "x".repeat(33), "takes at most 32 characters"],
  [config.messages, MESSAGES, "MESSAGE_SUPPORT_ADDRESS", "help", "takes an e-mail address"],
  [config.messages, MESSAGES, "MESSAGE_LINK_BASE", "example.com", "takes a URL with https"],
  [config.messages, MESSAGES, "MESSAGE_DELIVERY", "SES", "takes cognito, ses or senders"],
  [config.notices, MESSAGES, "MESSAGE_DELIVERY", "sender", "takes cognito, ses or senders"],
  [config.mailFrom, {}, "MAIL_FROM", "Example <example.com>", "takes a sender such as Name <address>"],
  [config.session, {}, "REFRESH_TOKEN_DAYS", "0", "takes a whole number from 1 to 3650"],
  [
    config.federationPolicy,
    { FEDERATION_PROVIDERS: "Google" },
    "FEDERATION_HOSTED_DOMAINS",
    "@x.org",
    "takes domains",
  ],
  [config.access, ACCESS, "ACCESS_CACHE_SECONDS", "61", "takes a whole number from 0 to 60"],
  [config.access, ACCESS, "TOKEN_REVOCATION", "never", "takes cached, immediate or lifetime"],
  [config.tokens, TOKENS, "TOKEN_LEEWAY_SECONDS", "-1", "takes a whole number from 0 to 60"],
  [config.tokens, TOKENS, "TOKEN_LEEWAY_SECONDS", "61", "takes a whole number from 0 to 60"],
  ...["https://evil.example/", "cognito-idp.evil.example", "evil", "cognito-idp.eu-west-1/"].map(
    (text) =>
      [config.tokens, TOKENS, "USER_POOL_ISSUERS", text, "takes cognito-idp or issuer-cognito-idp"] as const,
  ),
  [config.tokens, TOKENS, "USER_POOL_ID", "https://evil.example/", "takes the id of a user pool"],
  ...['{"keys":[{"kty":"RSA"}]}', "[]", '{"keys":{}}', '{"keys":[]}'].map(
    (text) => [config.tokens, TOKENS, "USER_POOL_JWKS", text, "takes the key set of the user pool"] as const,
  ),
  ...[
    "{}",
    "[7]",
    '[{"userPoolId":"eu-west-1_Other"}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":[]}]',
    '[{"userPoolId":"https://evil.example/","clientIds":["a"]}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":"a"}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"],"clientId":"b"}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"],"issuers":[]}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"],"issuers":["https://evil.example"]}]',
  ].map(
    (text) =>
      [config.tokens, TOKENS, "TRUSTED_POOLS", text, "takes a list of {userPoolId, clientIds}"] as const,
  ),
  [
    config.tokens,
    TOKENS,
    "TRUSTED_POOLS",
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"]},{"userPoolId":"eu-west-1_Third"}]',
    "trusted pool 2 is not {userPoolId, clientIds, issuers}",
  ],
];

describe("a wrong setting", () => {
  it("of several concerns is named in the same words by all of them", () => {
    const words = new Map<string, Set<string>>();
    for (const each of Object.values(concerns))
      for (const [setting, takes] of Object.entries(each.takes()))
        words.set(setting, new Set([...(words.get(setting) ?? []), takes.replace(/, or nothing$/, "")]));

    expect([...words].filter(([, all]) => all.size > 1).map(([setting, all]) => [setting, ...all])).toEqual(
      [],
    );
  });

  it.each(misspelt.map((each) => [each[2], each[3], each[4], each] as const))(
    "%s = %j is named with what it takes: %s",
    (setting, value, words, [concern, others]) => {
      const { problems, message } = thrownBy(() => concern({ ...others, [setting]: value }));

      expect(problems.map((problem) => problem.setting)).toEqual([setting]);
      expect(message).toContain(`${setting} `);
      expect(message).toContain(words);
    },
  );

  it.each(Object.entries(concerns))(
    "of %s is never shown, and all of them are named at once",
    (_name, concern) => {
      const settings = Object.keys(concern.takes());
      const canaries = Object.fromEntries(settings.map((each) => [each, `\u0000${CANARY}`]));
      const problems = concern.problemsIn(canaries);

      expect(JSON.stringify(problems)).not.toContain(CANARY);
      expect(concern.problemsIn({}).every(({ words }) => words.startsWith("is missing; it takes "))).toBe(
        true,
      );
    },
  );

  it("is named beside what is missing, and beside what contradicts", () => {
    const { LEGACY_PAUSE_MS, ...rest } = LEGACY;
    expect(LEGACY_PAUSE_MS).toBeDefined();
    const { message } = thrownBy(() =>
      config.legacy({ ...rest, LEGACY_DEADLINE_MS: "x", LEGACY_SYSTEM_URL: "" }),
    );

    expect(message).toBe(
      "LEGACY_DEADLINE_MS takes a whole number from 100 to 4000. " +
        "LEGACY_PAUSE_MS is missing; it takes a whole number from 0 to 600000. " +
        "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http",
    );
  });
});

describe("settings that contradict each other", () => {
  it.each([
    [
      config.legacy,
      { ...LEGACY, LEGACY_SYSTEM_URL: "" },
      "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http",
    ],
    [
      config.legacy,
      { LEGACY_SYSTEM: "http", LEGACY_DEADLINE_MS: "3000", LEGACY_PAUSE_MS: "1" },
      "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http. LEGACY_SYSTEM_SECRET is missing; LEGACY_SYSTEM is http",
    ],
    [config.legacy, { ...LEGACY, LEGACY_SYSTEM: "table" }, "LEGACY_TABLE is missing; LEGACY_SYSTEM is table"],
    ...["none", "http"].map(
      (LEGACY_SYSTEM) =>
        [
          config.legacy,
          { ...LEGACY, LEGACY_SYSTEM, LEGACY_TABLE: "users" },
          "LEGACY_TABLE is set, but LEGACY_SYSTEM is not table",
        ] as const,
    ),
    [
      config.registrationRules,
      { ...SIGN_UP, SIGN_UP_ALLOWED_DOMAINS: "x.org,y.org", SIGN_UP_DENIED_DOMAINS: "Y.org" },
      "SIGN_UP_DENIED_DOMAINS covers a domain that SIGN_UP_ALLOWED_DOMAINS allows",
    ],
    [
      config.registrationRules,
      { ...SIGN_UP, MESSAGE_DELIVERY: "cognito" },
      "SIGN_UP_ACCESS is invited, but MESSAGE_DELIVERY cognito mails no invitations",
    ],
    [
      config.apiKeyPolicy,
      { STAGE: "prod", LEGACY_KEYS: "off", LEGACY_KEYS_SUNSET: "2027-01-31" },
      "LEGACY_KEYS_SUNSET is set, but LEGACY_KEYS is off",
    ],
    [
      config.signUpPolicy,
      { SIGN_UP_ALLOWED_DOMAINS: "mail.x.org", SIGN_UP_DENIED_DOMAINS: "x.org" },
      "SIGN_UP_DENIED_DOMAINS covers a domain that SIGN_UP_ALLOWED_DOMAINS allows",
    ],
    [
      config.answerFloor,
      { ...FLOOR, ANSWER_FLOOR_MAX_MS: "3999" },
      "ANSWER_FLOOR_MAX_MS is less than LEGACY_DEADLINE_MS and 1000 ms more; LEGACY_SYSTEM is http",
    ],
    [
      config.answerFloor,
      { ...FLOOR, LEGACY_SYSTEM: "none", ANSWER_FLOOR_MAX_MS: "1199" },
      "ANSWER_FLOOR_MAX_MS is less than ANSWER_FLOOR_MS",
    ],
    [
      config.captcha,
      { CAPTCHA_URL: "https://c.example.com/" },
      "CAPTCHA_SECRET is missing; CAPTCHA_URL is set",
    ],
  ])("are named", (concern: Concern<unknown>, environment, words) => {
    expect(thrownBy(() => concern(environment)).message).toBe(words);
  });
});

describe("the values of sound settings", () => {
  it("are read once, and cannot be changed", () => {
    const environment = { ...SIGN_UP, SIGN_UP_ALLOWED_DOMAINS: "x.org" };
    const rules = config.registrationRules(environment);

    expect(config.registrationRules(environment)).toBe(rules);
    expect([Object.isFrozen(rules), Object.isFrozen(rules.allowedDomains)]).toEqual([true, true]);
  });

  it("are lists in lower case, without spaces and empty parts", () => {
    const policy = config.signUpPolicy({ ...SIGN_UP, SIGN_UP_ALLOWED_DOMAINS: " Example.com, ,x.org," });
    expect(policy).toEqual({ allowedDomains: ["example.com", "x.org"], deniedDomains: [] });
  });

  it("are exactly what a stage says of sign-ups", () => {
    expect(config.registrationRules(SIGN_UP)).toEqual({
      allowedDomains: [],
      deniedDomains: [],
      disposableDomains: "refuse",
      access: "invited",
      invitedConfirm: "code",
      whenLegacyDown: "refuse",
    });
  });

  it("are a cache of seconds and when a session's end counts", () => {
    expect(config.access(ACCESS)).toEqual({ cacheMs: 30_000, revocation: "cached" });
  });

  it("are the own pool and those that a stage trusts", () => {
    const others = [
      { userPoolId: "eu-west-1_Other", clientIds: ["a", "b"] },
      { userPoolId: "cn-north-1_Other", clientIds: ["c"], issuers: ["issuer-cognito-idp"] },
    ];
    const { pools } = config.tokens({ ...TOKENS, TRUSTED_POOLS: JSON.stringify(others) });
    const own = { userPoolId: "us-east-1_Own", clientIds: ["own"], issuers: ["cognito-idp"] };
    expect(pools).toEqual([own, ...others]);
    expect(config.tokens({ ...TOKENS, USER_POOL_SERVICE_CLIENT_ID: "services" }).pools).toMatchObject([
      { clientIds: ["own", "services"] },
    ]);
  });

  it("are the issuers that a stage names", () => {
    const named = config.tokens({
      ...TOKENS,
      USER_POOL_ISSUERS: "cognito-idp, issuer-cognito-idp.eu-west-1",
    });
    expect(named.pools[0]?.issuers).toEqual(["cognito-idp", "issuer-cognito-idp.eu-west-1"]);
    expect(config.tokens({ ...TOKENS, USER_POOL_ISSUERS: "" }).pools[0]?.issuers).toEqual(["cognito-idp"]);
  });

  it("are a captcha only where there is an address of one", () => {
    const CAPTCHA_URL = "https://captcha.example.com/siteverify";
    expect(config.captcha({ CAPTCHA_URL: "", CAPTCHA_SECRET: "s" })).toBeUndefined();
    expect(config.captcha({ CAPTCHA_URL, CAPTCHA_SECRET: "s" })).toEqual({ url: CAPTCHA_URL, secret: "s" });
  });

  it("are a legacy system that answers over HTTP, or a table, or none", () => {
    expect(config.legacy(LEGACY)).toMatchObject({ kind: "http", deadlineMs: 3000, pauseMs: 10_000 });
    const times = { LEGACY_DEADLINE_MS: "3000", LEGACY_PAUSE_MS: "1" };
    expect(config.legacy({ ...times, LEGACY_SYSTEM: "table", LEGACY_TABLE: "users" })).toEqual({
      kind: "table",
      table: "users",
      pauseMs: 1,
    });
    expect(config.legacy({ ...times, LEGACY_SYSTEM: "none" })).toBeUndefined();
    // A stage may accept keys of a system that no users migrate from.
    expect(config.legacy({ ...LEGACY, LEGACY_SYSTEM: "none" })).toBeUndefined();
  });

  it.each([
    ["ses", true],
    ["senders", true],
    ["cognito", false],
  ])("are mails of our own with message delivery %p: %p", (MESSAGE_DELIVERY, sends) => {
    expect(config.notices({ ...MESSAGES, MESSAGE_DELIVERY }).sends).toBe(sends);
  });

  it("are tokens without accounts only where a stage says so", () => {
    expect(config.claimPolicy(CLAIMS)).toEqual({
      whenUnreadable: "closed",
      roles: DEFAULT_ROLES,
      groupRules: [],
      suppressed: [],
    });
  });
});
