/**
 * The external providers of a stage beside Google, as JSON. The template and the functions read the same list, so that the
 * pool has no provider whose rules the functions do not know.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */
import * as z from "zod/mini";
import type { FederationPolicy } from "../domain/federation.js";
import {
  FACEBOOK_CLAIMS,
  type FederatedProvider,
  GOOGLE,
  OPENID_CLAIMS,
  SAML_CLAIMS,
} from "../domain/identity-provider.js";
import { concern } from "./concern.js";
import { domains, type Form, isSecureUrl, json, orAbsent } from "./forms.js";
import { schema, setting } from "./schema.js";

/** The pool has at most 300; a function's variables hold far fewer. */
const MOST_PROVIDERS = 50;
/** Of the 50 identifiers that a provider may have, one is its `identifier`. */
const MOST_DOMAINS = 49;
const MOST_ATTRIBUTE_NAME = 256;

const wrongType = ({ input }: { readonly input?: unknown }) =>
  input === undefined ? "is missing" : "is of another type than it should be";
const text = (words: string, is: (text: string) => boolean) =>
  z.string({ error: wrongType }).check(z.refine(is, { error: `is not ${words}` }));
const matching = (words: string, form: RegExp) => text(words, (each) => form.test(each));

const isHttps = (address: string): boolean => address.startsWith("https://") && isSecureUrl(address);
/** Metadata of some providers is of one application, which the query names. */
const withoutQuery = (address: string): string => address.replace(/\?[\w.~%&=+-]{1,512}$/, "");

const DOMAIN = /^(?!.{254})(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/;
const SCOPES = /^(?=.*\bopenid\b)(?=.*\bemail\b)[\w:./-]{1,64}( [\w:./-]{1,64}){1,19}$/;

/** Cognito takes three characters at least, and no `_` at the ends. User names have the name before their first `_`. */
const name = matching("3 to 32 letters, digits and hyphens", /^[A-Za-z\d-]{3,32}$/);
const clientId = matching("the id of a client, of at most 256 characters", /^[\w.:/@+~-]{1,256}$/);
const issuer = text("a URL with https, without user name, query and fragment", isHttps);
const metadataUrl = text("a URL with https, without user name and fragment", (each) =>
  isHttps(withoutQuery(each)),
);
const attribute = text(
  `the name of an attribute, of at most ${MOST_ATTRIBUTE_NAME} characters`,
  (each) => /^[!-~]{1,256}$/.test(each) && each !== "email_verified",
);

const fields = () => ({
  name,
  domains: z.optional(
    z
      .array(matching("a domain in small letters, in ASCII", DOMAIN), { error: wrongType })
      .check(z.minLength(1, { error: "is empty" }), z.maxLength(MOST_DOMAINS, { error: "is too long" })),
  ),
  provesAddress: z.optional(z.boolean({ error: wrongType })),
  identifier: z.optional(matching("1 to 40 letters, digits and . - _ @ + =", /^[\w.@+=-]{1,40}$/)),
});

const list = () =>
  z
    .array(
      z.discriminatedUnion(
        "type",
        [
          z.strictObject({
            ...fields(),
            type: z.literal("OIDC"),
            clientId,
            issuer,
            scopes: z.optional(matching("scopes with openid and email, separated by a space", SCOPES)),
          }),
          z.strictObject({
            ...fields(),
            type: z.literal("SAML"),
            metadataUrl,
            attributes: z.optional(
              z.strictObject({
                email: z.optional(attribute),
                name: z.optional(attribute),
                given_name: z.optional(attribute),
                family_name: z.optional(attribute),
              }),
            ),
          }),
          z.strictObject({ ...fields(), type: z.literal("Facebook"), clientId }),
        ],
        { error: "is not OIDC, SAML or Facebook" },
      ),
    )
    .check(z.maxLength(MOST_PROVIDERS, { error: "is too long" }));

type IdentityProvider = z.output<ReturnType<typeof list>>[number];

type Issue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
};

/** Names the place and the fault, never a value. */
const wordsOf = ({ code, path: [place, ...inner], message, keys = [] }: Issue): string => {
  if (typeof place !== "number") return `the list ${code === "invalid_type" ? "is not a list" : message}`;
  const at = inner.length === 0 ? "" : ` ${inner.join(".")}`;
  if (code === "unrecognized_keys")
    return `provider ${place + 1}${at} has an unknown field: ${keys.filter((key) => /^\w{1,32}$/.test(key)).join(", ")}`;
  return `provider ${place + 1}${at} ${code === "invalid_type" && inner.length === 0 ? "is not an object" : message}`;
};

/** Names of the pool itself, and of types of which each has one provider with the name of the type. */
const RESERVED = ["cognito", "google", "facebook", "loginwithamazon", "signinwithapple"];

/** Without regard to case, as user names have it, and without hyphens, as the ids of resources have it. */
const plainName = (provider: IdentityProvider): string => provider.name.toLowerCase().replaceAll("-", "");

/** Whether the addresses of the provider count: by default those of its own domains. */
const proves = ({ provesAddress, domains: own = [] }: IdentityProvider): boolean =>
  provesAddress ?? own.length > 0;

/** What is wrong with one provider, in words that follow its place. */
const faultOf = (provider: IdentityProvider): string | undefined => {
  const { type, domains: own = [] } = provider;
  if (type === "Facebook" && provider.name !== "Facebook") return "name is not Facebook";
  if (type === "Facebook" && (proves(provider) || own.length > 0))
    return "has domains or provesAddress, but Facebook proves no addresses";
  if (type !== "Facebook" && RESERVED.includes(plainName(provider))) return "name is reserved";
  if (own.length > 0 && !proves(provider)) return "has domains, but provesAddress is false";
  if (type === "SAML" && proves(provider) && own.length === 0)
    return "has provesAddress, but no domains whose addresses it proves";
  return undefined;
};

/** The identifiers by which a browser can name the provider at the pool: those that the pool takes. */
const identifiersOf = ({ identifier, domains: own = [] }: IdentityProvider): string[] => [
  ...new Set([...(identifier === undefined ? [] : [identifier]), ...own.filter((each) => each.length <= 40)]),
];

const faults = (providers: readonly IdentityProvider[]): string[] => {
  const repeated = (what: string, texts: (provider: IdentityProvider) => readonly string[]): string[] =>
    providers.flatMap((provider, index) => {
      const earlier = providers.slice(0, index).flatMap(texts);
      const own = texts(provider);
      const twice = own.some((each, at) => earlier.includes(each) || own.indexOf(each) < at);
      return twice ? [`provider ${index + 1} has ${what} of the list a second time`] : [];
    });
  return [
    ...providers.flatMap((provider, index) => {
      const fault = faultOf(provider);
      return fault === undefined ? [] : [`provider ${index + 1} ${fault}`];
    }),
    ...repeated("a name", (each) => [plainName(each)]),
    ...repeated("a domain", ({ domains: own = [] }) => own),
    ...repeated("an identifier", identifiersOf),
  ];
};

/** @throws Error that names every fault. */
const parseIdentityProviders = (value: unknown): readonly IdentityProvider[] => {
  const result = list().safeParse(value);
  const wrong = result.success ? faults(result.data) : result.error.issues.map(wordsOf);
  if (wrong.length > 0) throw new Error([...new Set(wrong)].join("; "));
  return result.data ?? [];
};

const providersForm: Form<readonly IdentityProvider[]> = /* @__PURE__ */ orAbsent(
  json("a list of providers, each {name, type} with what its type needs", parseIdentityProviders),
  [],
);

const federatedProvider = (provider: IdentityProvider): FederatedProvider => {
  const { name: own, type, domains: ofProvider = [] } = provider;
  const claims = {
    OIDC: OPENID_CLAIMS,
    Facebook: FACEBOOK_CLAIMS,
    SAML: { ...SAML_CLAIMS, ...("attributes" in provider ? provider.attributes : {}) },
  }[type];
  return { name: own, type, provesAddress: proves(provider), domains: ofProvider, claims };
};

/** The providers for the template: the entries of the list, with what follows from them. @throws Error that names every fault. */
export const declaredProviders = (value: unknown) =>
  parseIdentityProviders(value).map((provider) => ({
    ...provider,
    claims: federatedProvider(provider).claims,
    identifiers: identifiersOf(provider),
  }));

/** The providers beside Google. */
export const identityProviders = /* @__PURE__ */ concern(
  () => schema(z.object({ IDENTITY_PROVIDERS: setting(providersForm) })),
  ({ IDENTITY_PROVIDERS }): readonly FederatedProvider[] => IDENTITY_PROVIDERS.map(federatedProvider),
);

export const federationPolicy = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        IDENTITY_PROVIDERS: setting(providersForm),
        FEDERATION_HOSTED_DOMAINS: setting(domains),
      }),
    ),
  ({ IDENTITY_PROVIDERS, FEDERATION_HOSTED_DOMAINS }): FederationPolicy => ({
    providers: [GOOGLE, ...IDENTITY_PROVIDERS.map(federatedProvider)],
    hostedDomains: FEDERATION_HOSTED_DOMAINS,
  }),
);
