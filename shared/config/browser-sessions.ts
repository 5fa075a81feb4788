/** The sessions of browsers, and the site whose pages use them. */
import { concern, plain } from "./concern.js";
import { isOrigin, listOf, oneOf, optional, orAbsent, siteUrl, text, wholeNumber } from "./forms.js";

const origins = /* @__PURE__ */ listOf("origins such as https://www.example.com", (each) =>
  isOrigin(each) ? each : undefined,
);

const DOMAIN = /^(?:(?!-)[a-z\d-]{1,63}\.){1,8}(?!-)[a-z\d-]{2,63}$/;

const domain = /* @__PURE__ */ text("a domain such as example.com", (each) => DOMAIN.test(each));

export const site = /* @__PURE__ */ concern(
  () => plain({ SITE_URL: siteUrl, SISTER_ORIGINS: orAbsent(origins, []), SISTER_DOMAIN: optional(domain) }),
  ({ SITE_URL, SISTER_ORIGINS, SISTER_DOMAIN }) => ({
    origin: new URL(SITE_URL).origin,
    sisters: SISTER_ORIGINS,
    sisterDomain: SISTER_DOMAIN,
  }),
);

const MODES = { both: ["cookie", "token"], cookie: ["cookie"], token: ["token"] } as const;

export const sessionModes = /* @__PURE__ */ concern(
  () => plain({ SESSION_MODES: oneOf("both", "cookie", "token") }),
  ({ SESSION_MODES }) => MODES[SESSION_MODES],
);

const [MINUTE_SECONDS, HOUR_SECONDS, DAY_SECONDS] = [60, 3_600, 86_400];

export const browserLimits = /* @__PURE__ */ concern(
  () =>
    plain({
      SESSION_IDLE_MINUTES: wholeNumber(15, 1_440),
      SESSION_HOURS: wholeNumber(1, 720),
      REMEMBER_DAYS: wholeNumber(1, 30),
    }),
  ({ SESSION_IDLE_MINUTES, SESSION_HOURS, REMEMBER_DAYS }) => ({
    idleSeconds: SESSION_IDLE_MINUTES * MINUTE_SECONDS,
    longestSeconds: SESSION_HOURS * HOUR_SECONDS,
    rememberedSeconds: REMEMBER_DAYS * DAY_SECONDS,
  }),
);
