/** The settings of a stage: every wrong, unknown or contradicting one is refused in words before anything is packaged. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readTemplateFile } from "../../packages/local-aws/src/template/template-text.js";
import { problemsOfStage } from "../../shared/config/stage-problems.js";
import { STAGE_SETTINGS, stageSettingTakes } from "../../shared/config/stage-settings.js";

const root = join(import.meta.dirname, "..", "..");
type Declared = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const { params } = readTemplateFile(join(root, "serverless.yml")) as { params: Declared };

const settingsOf = (stage: string, changed: Readonly<Record<string, string>> = {}) => {
  const declared = Object.entries({ ...params.default, ...params[stage] });
  return { ...Object.fromEntries(declared.map(([name, value]) => [name, String(value)])), ...changed };
};
const problems = (stage: string, changed: Readonly<Record<string, string>>) =>
  problemsOfStage(stage, settingsOf(stage, changed), Object.keys(params));

it.each(["dev", "local", "prod"])("the settings of the stage %s are sound as they are", (stage) => {
  expect(problems(stage, {})).toEqual([]);
});

it("every setting of serverless.yml is known, and has words for what it takes", () => {
  expect(Object.keys(params.default ?? {}).sort()).toEqual(Object.keys(STAGE_SETTINGS).sort());
  expect(Object.values(stageSettingTakes()).every((takes) => takes.length > 0)).toBe(true);
});

it("a variable of a function is the setting that the table names", () => {
  const files = ["functions", "message-delivery", "demo"].flatMap((folder) =>
    readdirSync(join(root, "resources", folder)).map((file) => join(root, "resources", folder, file)),
  );
  const wired = files.flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/^ +([A-Z_]+): \$\{param:(\w+)\}$/gm),
  ]);
  const table = Object.entries(STAGE_SETTINGS).map(([name, { variable }]) => `${variable} ${name}`);
  expect(wired.length).toBeGreaterThan(50);
  expect(
    [...new Set(wired.map(([, variable, name]) => `${variable} ${name}`))].filter(
      (each) => !table.includes(each),
    ),
  ).toEqual([]);
});

it.each([
  ["eu-mars-1", ["--region takes a Region such as eu-west-1"]],
  ["eu-west", ["--region takes a Region such as eu-west-1"]],
  ...["eu-west-1", "us-gov-east-1", "us-isob-east-1", "eusc-de-east-1", "ap-southeast-7", "me-central-1"].map(
    (region): [string, string[]] => [region, []],
  ),
])("the Region %s is checked before anything is packaged", (region, lines) => {
  expect(problemsOfStage("dev", settingsOf("dev"), Object.keys(params), region)).toEqual(lines);
});

it("a setting that is empty counts as one that is not there", () => {
  expect(problems("dev", { legacyMapping: "", signUpAccess: "" })).toEqual([
    "legacyMapping is missing; it takes standard or sample",
    "signUpAccess is missing; it takes open or invited",
  ]);
});

it("only stages of developers may have the demo", () => {
  expect(["dev", "local", "prod", "dev2"].map((stage) => problems(stage, { demo: "on" }))).toEqual([
    [],
    [],
    ["demo takes off in this stage; only dev and local may have the demo"],
    ["demo takes off in this stage; only dev and local may have the demo"],
  ]);
  expect([params.default?.demo, params.dev?.demo, params.local?.demo]).toEqual(["off", "on", "on"]);
});

describe("one wrong value", () => {
  it.each([
    ["signUpAccess", "invite", "takes open or invited"],
    ["signUpInvitedConfirm", "tokens", "takes code or token"],
    ["demo", "true", "takes off or on"],
    ["signUpDisposableDomains", "no", "takes refuse or allow"],
    ["signUpWhenLegacyDown", "refused", "takes refuse or allow"],
    ["answerFloorMs", "-1", "takes a whole number from 0 to 10000"],
    ["answerFloorMaxMs", "4.5s", "takes a whole number from 0 to 10000"],
    ["legacyDeadlineMs", "5000", "takes a whole number from 100 to 4000"],
    ["claimsWhenUnreadable", "Closed", "takes open or closed"],
    ["legacySystem", "htp", "takes none, http or table"],
    ["legacyMapping", "standart", "takes standard or sample"],
    ["legacyPauseMs", "ten", "takes a whole number from 0 to 600000"],
    ["legacyKeys", "on", "takes off or http"],
    ["legacyKeysSunset", "30.06.2027", "takes a day as YYYY-MM-DD, or nothing"],
    ["legacyKeysRole", "Owner", "is not a role of the stage"],
    ["captchaUrl", "http://captcha.example.com/", "takes a URL with https"],
    ["accountCreation", "Open", "takes operators or open"],
    [
      "tokenOrigins",
      "https://app.example.com/",
      "takes origins such as https://www.example.com, or *, separated by commas, or nothing",
    ],
    ["sisterDomain", "com", "takes a domain such as example.com"],
    ["sisterDomain", ".example.com", "takes a domain such as example.com"],
    ["defaultCell", "Cell_1", "takes small letters, digits and hyphens"],
    ["revocation", "now", "takes cached, immediate or lifetime"],
    ["accessCacheSeconds", "600", "takes a whole number from 0 to 60"],
    ["tokenLeewaySeconds", "61", "takes a whole number from 0 to 60"],
    ["tokenKeys", "{}", "takes the key set of the user pool"],
    [
      "tokenIssuers",
      "https://cognito-idp.eu-west-1.amazonaws.com",
      "takes cognito-idp or issuer-cognito-idp",
    ],
    ["trustedPools", '[{"userPoolId":"x"}]', "takes a list of {userPoolId, clientIds}"],
    ["roles", "[]", "takes a list of {role, permissions}"],
    ["groupRules", '{"a":"b"}', "takes a list of {attribute, value, group}"],
    ["permissionRules", "[]", "takes {actions, department, project} by resource type"],
    ["suppressedClaims", "sub", "the claim sub cannot be suppressed"],
    ["suppressedClaims", "email, emial", "takes standard claims of OpenID Connect"],
    ["messageDelivery", "SES", "takes cognito, ses or senders"],
    ["messageLanguage", "english", "takes en, de, fr, es, ja or ar"],
    ["messageBrand", "Acme <x>", "takes at most 32 characters"],
    ["messageSupportAddress", "nobody", "takes an e-mail address"],
    ["siteUrl", "ftp://x.example.com", "takes a URL with https"],
    ["mailFrom", "Acme", "takes an e-mail address"],
    ["mailIdentity", "no domain", "takes an e-mail address or a domain"],
    ["signUpAllowedDomains", "example.com; example.org", "takes domains such as example.com"],
    ["signUpDeniedDomains", "*", "takes domains such as example.com"],
    ["hostedDomain", "my-cognito", "takes small letters, digits and hyphens"],
    ["oauthCallbackUrls", "http://app.example.com/", "takes URLs with https"],
    ["oauthLogoutUrls", "javascript:alert(1)", "takes URLs with https"],
    ["deletionProtection", "yes", "takes true or false"],
    ["peakFirstLogins", "1301", "takes a whole number from 0 to 1300"],
  ])("of %s, %j, is named with what it takes", (name, value, words) => {
    const [line = "", ...others] = problems("dev", { [name]: value });

    expect(line).toContain(`${name} ${words.startsWith("the claim") ? "takes" : words}`);
    expect(line).toContain(words);
    expect(others).toEqual([]);
  });
});

describe("settings that contradict each other", () => {
  const own = {
    mailFrom: "hello@example.com",
    mailIdentity: "example.com",
    messageSupportAddress: "help@example.com",
    siteUrl: "https://example.com/",
  };
  const google = {
    googleClientId: "client",
    hostedDomain: "example",
    oauthCallbackUrls: "https://example.com/back",
    oauthLogoutUrls: "https://example.com/",
  };
  const url = { legacySystemUrl: "https://login.example.com" };

  it.each([
    [url, ["legacySystemUrl is set, but neither legacySystem nor legacyKeys is http"]],
    [{ legacySystem: "http" }, ["legacySystemUrl is missing; legacySystem is http"]],
    [
      { ...url, legacySystem: "http", answerFloorMaxMs: "3500" },
      ["answerFloorMaxMs is less than legacyDeadlineMs and 1000 ms more; legacySystem is http"],
    ],
    [
      { ...url, legacySystem: "http", legacyDeadlineMs: "4000" },
      ["answerFloorMaxMs is less than legacyDeadlineMs and 1000 ms more; legacySystem is http"],
    ],
    [
      { siteUrl: "https://id.example.com/", sisterDomain: "example.org" },
      ["sisterDomain is not a parent domain of siteUrl"],
    ],
    [
      { siteUrl: "https://example.com/", sisterDomain: "example.com" },
      ["sisterDomain is not a parent domain of siteUrl"],
    ],
    [
      { siteUrl: "https://id.shop.co.uk/", sisterOrigins: "https://cms.shop.co.uk,https://blog.co.uk" },
      ["sisterOrigins has https://blog.co.uk, which is not another origin of the site of siteUrl"],
    ],
    [
      { siteUrl: "https://id.example.com/", sisterOrigins: "http://cms.example.com" },
      ["sisterOrigins has http://cms.example.com, which is not another origin of the site of siteUrl"],
    ],
    [
      { siteUrl: "https://id.example.com/", sisterOrigins: "https://id.example.com" },
      ["sisterOrigins has https://id.example.com, which is not another origin of the site of siteUrl"],
    ],
    [
      {
        siteUrl: "https://id.example.com/",
        sisterOrigins: "https://cms.example.com",
        tokenOrigins: "https://blog.example.com",
      },
      [
        "tokenOrigins has https://blog.example.com, which is of the site of siteUrl; it belongs to sisterOrigins",
      ],
    ],
    [
      { siteUrl: "https://id.example.com/", sisterOrigins: "https://cms.example.com", tokenOrigins: "*" },
      ["tokenOrigins is *, but sisterOrigins is set; it needs each origin"],
    ],
    [{ tokenOrigins: "*,https://a.example.com" }, ["tokenOrigins has other origins beside *"]],
    [
      { tokenOrigins: "https://a.example.com", sessionModes: "cookie" },
      ["tokenOrigins is set, but sessionModes allows no tokens"],
    ],
    [{ answerFloorMs: "5000" }, ["answerFloorMaxMs is less than answerFloorMs"]],
    [{ legacySystem: "table" }, ["legacyTable is missing; legacySystem is table"]],
    [{ legacyTable: "users" }, ["legacyTable is set, but legacySystem is not table"]],
    [
      { legacyKeys: "http" },
      ["legacyKeysSunset is missing; legacyKeys is http", "legacySystemUrl is missing; legacyKeys is http"],
    ],
    [
      { ...url, legacyKeys: "http", legacyKeysSunset: "2027-01-31", legacyKeysRole: "" },
      ["legacyKeysRole is missing; legacyKeys is http"],
    ],
    [{ ...google, hostedDomain: "" }, ["hostedDomain is missing; googleClientId is set"]],
    [{ ...google, oauthCallbackUrls: "" }, ["oauthCallbackUrls is missing; googleClientId is set"]],
    [{ ...google, googleClientId: "a b" }, ["googleClientId takes the id of a client at Google, or nothing"]],
    [{ googleWorkspaces: "example.com" }, ["googleWorkspaces is set, but googleClientId is missing"]],
    [
      { googleClientId: "client", hostedDomain: "example" },
      [
        "oauthCallbackUrls is a placeholder; it needs a value, as googleClientId is set",
        "oauthLogoutUrls is a placeholder; it needs a value, as googleClientId is set",
      ],
    ],
    [
      { messageDelivery: "ses" },
      ["mailFrom", "mailIdentity", "messageSupportAddress", "siteUrl"].map(
        (name) => `${name} is a placeholder; it needs a value, as messageDelivery is ses`,
      ),
    ],
    [
      { messageDelivery: "senders", ...own, mailFrom: "hello@example.org" },
      ["mailFrom is not an address of mailIdentity; messageDelivery is senders"],
    ],
    [
      { signUpAccess: "invited" },
      ["signUpAccess is invited, but messageDelivery cognito mails no invitations"],
    ],
    [{ legacyKeysSunset: "2027-01-31" }, ["legacyKeysSunset is set, but legacyKeys is off"]],
    [
      { signUpAllowedDomains: "example.com", signUpDeniedDomains: "example.com" },
      ["signUpDeniedDomains covers a domain that signUpAllowedDomains allows"],
    ],
    [
      { groupRules: '[{"attribute":"custom:d","value":"x","group":"admins"}]' },
      ["groupRules contradicts other settings: group rule 1 gives the group of a role"],
    ],
  ])("are refused: %j", (changed, lines) => {
    expect(problems("prod", changed)).toEqual(lines);
  });

  it.each<Readonly<Record<string, string>>>([
    { ...url, legacySystem: "http" },
    { legacySystem: "table", legacyTable: "users" },
    { ...url, legacyKeys: "http", legacyKeysSunset: "2027-01-31" },
    { messageDelivery: "ses", ...own },
    { messageDelivery: "senders", ...own, mailIdentity: "hello@example.com" },
    { messageDelivery: "ses", ...own, signUpAccess: "invited" },
    { suppressedClaims: "email, custom:department, membership_count, dev:custom:note" },
    google,
  ])("are not those that belong together: %j", (changed) => {
    expect(problems("prod", changed)).toEqual([]);
  });
});

describe("a name that is no setting", () => {
  it.each([
    ["mesageDelivery", "mesageDelivery is not a setting; the nearest is messageDelivery"],
    ["SignUpAccess", "SignUpAccess is not a setting; the nearest is signUpAccess"],
    ["somethingElse", "somethingElse is not a setting; docs/configuration.md lists them"],
    ["constructor", "constructor is not a setting; docs/configuration.md lists them"],
  ])("is refused: %s", (name, line) => {
    expect(problems("dev", { [name]: "x" })).toEqual([line]);
  });
});

it("a stage that an API key cannot name is refused", () => {
  expect(problems("my_stage", {})).toEqual(["--stage takes letters, digits and hyphens, at most 32"]);
});

/** The framework itself; it answers what it wrote and its exit code. */
const packaged = (...args: readonly string[]) =>
  new Promise<{ readonly exitCode: unknown; readonly output: string }>((resolve) => {
    const cli = join(root, "node_modules", "serverless", "bin", "serverless.js");
    const env = { ...process.env, NODE_OPTIONS: "", SLS_TRACKING_DISABLED: "1" };
    execFile(
      process.execPath,
      [cli, "package", ...args],
      { cwd: root, env, timeout: 60_000 },
      (error, out, err) => resolve({ exitCode: error === null ? 0 : error.code, output: out + err }),
    );
  });

it("packaging names all of them at once and ends with an exit code that is not 0", async () => {
  const wrong = [
    "mesageDelivery=ses",
    "messageDelivery=post",
    "signUpAccess=invite",
    "legacySystem=htp",
    "defaultCell=cell-1",
    "defaultCell=cell-2",
    "suppressedClaims=emial",
    "legacyKeysSunset=2027-01-31",
  ];
  const { exitCode, output } = await packaged(...wrong.flatMap((each) => ["--param", each]));

  expect(exitCode).toBe(1);
  for (const line of [
    "mesageDelivery is not a setting; the nearest is messageDelivery",
    "messageDelivery takes cognito, ses or senders",
    "signUpAccess takes open or invited",
    "legacySystem takes none, http or table",
    "defaultCell has more than one --param",
    "suppressedClaims takes standard claims of OpenID Connect",
    "legacyKeysSunset is set, but legacyKeys is off",
  ])
    expect(output).toContain(line);
}, 60_000);
