/** Settings of a stage that exclude or need each other, and placeholders that a stage would use. */
import type { Problem } from "./concern.js";
import { originProblems } from "./stage-origins.js";

type Params = Readonly<Record<string, string>>;

/** Settings that cannot both count. The concerns name those that one function's environment shows. */
export const contradictions = (params: Params): Problem[] => {
  const { legacySystem, legacySystemUrl, legacyKeys } = params;
  const { googleClientId, hostedDomain, googleWorkspaces } = params;
  const { messageDelivery, mailFrom = "", mailIdentity = "" } = params;
  const ownMail = messageDelivery === "ses" || messageDelivery === "senders";
  return [
    ...originProblems(params),
    ...when([
      [
        legacySystemUrl && legacySystem !== "http" && legacyKeys !== "http",
        "legacySystemUrl",
        "is set, but neither legacySystem nor legacyKeys is http",
      ],
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
    ]),
  ];
};

/** An identity of SES is one address, or a domain with its sub-domains. */
const isSentBy = (address: string, identity: string): boolean =>
  address === identity || address.endsWith(`@${identity}`) || address.endsWith(`.${identity}`);

/** The demo gives guests credentials, so only stages of developers may have it. */
export const demoProblems = (stage: string, { demo }: Params): Problem[] =>
  demo === "on" && !DEMO_STAGES.includes(stage)
    ? [
        {
          setting: "demo",
          words: `takes off in this stage; only ${DEMO_STAGES.join(" and ")} may have the demo`,
        },
      ]
    : [];

const DEMO_STAGES: readonly string[] = ["dev", "local"];

const PLACEHOLDER = /\.invalid(?![\w.-])/;

/** Placeholders of serverless.yml that the stage would use. */
export const placeholders = (params: Params): Problem[] => {
  const used: readonly (readonly [boolean, string, readonly string[]])[] = [
    [
      params.messageDelivery === "ses" || params.messageDelivery === "senders",
      `messageDelivery is ${params.messageDelivery}`,
      ["mailFrom", "mailIdentity", "messageSupportAddress", "siteUrl"],
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
