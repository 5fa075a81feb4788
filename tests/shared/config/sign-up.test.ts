/** Sign-up, the captcha, and the time of answers. */
import { describe, expect, it } from "@jest/globals";
import type { Concern } from "../../../shared/config/concern.js";
import * as config from "../../../shared/config/index.js";
import { type Misspelt, refusalOf, refusedAlone } from "../../support/settings.js";

const SIGN_UP = {
  SIGN_UP_ALLOWED_DOMAINS: "",
  SIGN_UP_DENIED_DOMAINS: "",
  SIGN_UP_DISPOSABLE_DOMAINS: "refuse",
  SIGN_UP_ACCESS: "invited",
  SIGN_UP_INVITED_CONFIRM: "code",
  SIGN_UP_WHEN_LEGACY_DOWN: "refuse",
  MESSAGE_DELIVERY: "ses",
};
const FLOOR = {
  ANSWER_FLOOR_MS: "1200",
  ANSWER_FLOOR_MAX_MS: "4500",
  LEGACY_SYSTEM: "http",
  LEGACY_DEADLINE_MS: "3000",
};

const misspelt: readonly Misspelt[] = [
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
];

it.each(misspelt)(
  "a wrong setting is named with what it takes: %#",
  (concern, others, setting, value, words) => {
    expect(refusedAlone(concern, others, setting, value)).toContain(words);
  },
);

it.each<readonly [Concern<unknown>, Readonly<Record<string, string>>, string]>([
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
])("settings that contradict each other are named: %#", (concern, environment, words) => {
  expect(refusalOf(() => concern(environment)).message).toBe(words);
});

describe("the values of sound settings", () => {
  it("are lists in lower case, without spaces and empty parts", () => {
    const policy = config.signUpPolicy({ ...SIGN_UP, SIGN_UP_ALLOWED_DOMAINS: " Example.com, ,x.org," });
    expect(policy).toEqual({ allowedDomains: ["example.com", "x.org"], deniedDomains: [] });
  });

  it("are the configured sign-up rules", () => {
    expect(config.registrationRules(SIGN_UP)).toEqual({
      allowedDomains: [],
      deniedDomains: [],
      disposableDomains: "refuse",
      access: "invited",
      invitedConfirm: "code",
      whenLegacyDown: "refuse",
    });
  });

  it("are a captcha only if its address is set", () => {
    const CAPTCHA_URL = "https://captcha.example.com/siteverify";
    expect(config.captcha({ CAPTCHA_URL: "", CAPTCHA_SECRET: "s" })).toBeUndefined();
    expect(config.captcha({ CAPTCHA_URL, CAPTCHA_SECRET: "s" })).toEqual({ url: CAPTCHA_URL, secret: "s" });
  });
});
