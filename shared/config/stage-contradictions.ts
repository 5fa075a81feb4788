/** Settings of a stage that exclude or need each other, and placeholders that a stage would use. */
import type { FederatedProvider } from "../domain/identity-provider.js";
import type { Problem } from "./concern.js";
import { identityProviders } from "./identity-providers.js";
import { originProblems } from "./stage-origins.js";

type Params = Readonly<Record<string, string>>;

/** Settings that cannot both count. The concerns name those that one function's environment shows. */
export const contradictions = (params: Params): Problem[] => {
  const { legacySystem, legacySystemUrl, legacyKeys } = params;
  const { googleClientId, hostedDomain, googleWorkspaces } = params;
  const { messageDelivery, mailFrom = "", mailIdentity = "" } = params;
  const ownMail = messageDelivery === "ses" || messageDelivery === "senders";
  const others = providersOf(params);
  return [
    ...originProblems(params),
    ...when([
      [
        legacySystemUrl && legacySystem !== "http" && legacyKeys !== "http",
        "legacySystemUrl",
        "is set, but neither legacySystem nor legacyKeys is http",
      ],
      [googleClientId && !hostedDomain, "hostedDomain", "is missing; googleClientId is set"],
      [others.length > 0 && !hostedDomain, "hostedDomain", "is missing; identityProviders has providers"],
      [
        others.length > 0 && params.oauthCallbackUrls === "",
        "oauthCallbackUrls",
        "is missing; identityProviders has providers",
      ],
      [
        others.some(({ provesAddress }) => !provesAddress) && !ownMail,
        "identityProviders",
        `has a provider that proves no addresses, but messageDelivery ${messageDelivery} mails no codes`,
      ],
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

/** None if the list is wrong, which its own form reports. */
const providersOf = ({ identityProviders: list = "" }: Params): readonly FederatedProvider[] => {
  const environment = { IDENTITY_PROVIDERS: list };
  return identityProviders.problemsIn(environment).length > 0 ? [] : identityProviders(environment);
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
    [
      providersOf(params).length > 0,
      "identityProviders has providers",
      ["oauthCallbackUrls", "oauthLogoutUrls"],
    ],
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
