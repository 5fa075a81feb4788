/** The rules of sign-up. */
import * as z from "zod/mini";
import type { RegistrationRules, SignUpPolicy } from "../domain/sign-up-policy.js";
import { concern, type Problem } from "./concern.js";
import { domains, oneOf, optional, orNothing, secretName, secureUrl } from "./forms.js";
import { delivery } from "./messages.js";
import { schema, setting } from "./schema.js";

type Domains = {
  readonly SIGN_UP_ALLOWED_DOMAINS: readonly string[];
  readonly SIGN_UP_DENIED_DOMAINS: readonly string[];
};

const domainFields = () => ({
  SIGN_UP_ALLOWED_DOMAINS: setting(domains),
  SIGN_UP_DENIED_DOMAINS: setting(domains),
});

const domainPolicy = (settings: Domains): SignUpPolicy => ({
  allowedDomains: settings.SIGN_UP_ALLOWED_DOMAINS,
  deniedDomains: settings.SIGN_UP_DENIED_DOMAINS,
});

const allowedAndDenied = (settings: Partial<Domains>): readonly Problem[] => {
  const { SIGN_UP_ALLOWED_DOMAINS: allowed = [], SIGN_UP_DENIED_DOMAINS: denied = [] } = settings;
  const covered = (domain: string) => denied.some((each) => domain === each || domain.endsWith(`.${each}`));
  return allowed.some(covered)
    ? [{ setting: "SIGN_UP_DENIED_DOMAINS", words: "covers a domain that SIGN_UP_ALLOWED_DOMAINS allows" }]
    : [];
};

export const signUpPolicy = /* @__PURE__ */ concern(
  () => schema(z.object(domainFields())),
  domainPolicy,
  allowedAndDenied,
);

/** A sign-up by invitation needs its token. Users get the token of an Admin's invitation by mail only. */
const invitedWithoutMail = (settings: {
  readonly SIGN_UP_ACCESS?: "open" | "invited";
  readonly MESSAGE_DELIVERY?: string;
}): readonly Problem[] =>
  settings.SIGN_UP_ACCESS === "invited" && settings.MESSAGE_DELIVERY === "cognito"
    ? [{ setting: "SIGN_UP_ACCESS", words: "is invited, but MESSAGE_DELIVERY cognito mails no invitations" }]
    : [];

export const registrationRules = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        ...domainFields(),
        SIGN_UP_DISPOSABLE_DOMAINS: setting(oneOf("refuse", "allow")),
        SIGN_UP_ACCESS: setting(oneOf("open", "invited")),
        SIGN_UP_INVITED_CONFIRM: setting(oneOf("code", "token")),
        SIGN_UP_WHEN_LEGACY_DOWN: setting(oneOf("refuse", "allow")),
        MESSAGE_DELIVERY: setting(delivery),
      }),
    ),
  (settings): RegistrationRules => ({
    ...domainPolicy(settings),
    disposableDomains: settings.SIGN_UP_DISPOSABLE_DOMAINS,
    access: settings.SIGN_UP_ACCESS,
    invitedConfirm: settings.SIGN_UP_INVITED_CONFIRM,
    whenLegacyDown: settings.SIGN_UP_WHEN_LEGACY_DOWN,
  }),
  (settings) => [...allowedAndDenied(settings), ...invitedWithoutMail(settings)],
);

/** Undefined if the stage requires no captcha. */
export const captcha = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        CAPTCHA_URL: setting(orNothing(secureUrl)),
        CAPTCHA_SECRET: setting(optional(secretName)),
      }),
    ),
  ({ CAPTCHA_URL: url, CAPTCHA_SECRET: secret }) => (url && secret ? { url, secret } : undefined),
  ({ CAPTCHA_URL, CAPTCHA_SECRET }) =>
    CAPTCHA_URL && !CAPTCHA_SECRET
      ? [{ setting: "CAPTCHA_SECRET", words: "is missing; CAPTCHA_URL is set" }]
      : [],
);
