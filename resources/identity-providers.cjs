/**
 * A provider of the user pool for each entry of the setting `identityProviders`, and the list of all providers with which
 * the client of browsers signs in. Without Google and without entries, the pool and the client have none.
 */
const { require: load } = require("tsx/cjs/api");

const { declaredProviders } = load("../shared/config/identity-providers.ts", __filename);

const idOf = ({ name }) => `${name.replaceAll("-", "")}Provider`;

/** Facebook's Graph API has a version in each address, and each version ends after two years. */
const GRAPH_VERSION = "v24.0";

const detailsOf = (provider, secrets) => {
  const secret = { client_secret: `{{resolve:secretsmanager:${secrets}/${provider.name}}}` };
  switch (provider.type) {
    case "OIDC":
      return {
        client_id: provider.clientId,
        ...secret,
        oidc_issuer: provider.issuer,
        authorize_scopes: provider.scopes ?? "openid email profile",
        attributes_request_method: "GET",
      };
    case "Facebook":
      return {
        client_id: provider.clientId,
        ...secret,
        api_version: GRAPH_VERSION,
        authorize_scopes: "public_profile, email",
      };
    default:
      // A provider that begins a sign-in by itself could put its user's session into another user's browser.
      return {
        MetadataURL: provider.metadataUrl,
        IDPSignout: "false",
        IDPInit: "false",
        RequestSigningAlgorithm: "rsa-sha256",
      };
  }
};

/** The attributes of the pool; the subject is the user's name, for SAML by itself. */
const MAPPED = ["email", "name", "given_name", "family_name"];
const mappingOf = ({ claims }) => ({
  ...(claims.sub && { username: claims.sub }),
  ...Object.fromEntries(MAPPED.filter((name) => claims[name]).map((name) => [name, claims[name]])),
  // InboundFederation says it, of providers that have no such claim, too.
  email_verified: "email_verified",
});

const resourceOf = (provider, secrets) => ({
  Type: "AWS::Cognito::UserPoolIdentityProvider",
  Properties: {
    UserPoolId: { Ref: "UserPool" },
    ProviderName: provider.name,
    ProviderType: provider.type,
    ProviderDetails: detailsOf(provider, secrets),
    AttributeMapping: mappingOf(provider),
    ...(provider.identifiers.length > 0 && { IdpIdentifiers: provider.identifiers }),
  },
});

const NONE = { Ref: "AWS::NoValue" };
const google = (there, otherwise) => ({ "Fn::If": ["HasGoogle", there, otherwise] });

/** Without entries, the condition of Google decides alone, so that a condition never stands in a list of one. */
const offered = (ids) =>
  ids.length === 0
    ? google([{ Ref: "GoogleProvider" }], NONE)
    : [google({ Ref: "GoogleProvider" }, NONE), ...ids.map((Ref) => ({ Ref }))];

module.exports = async ({ resolveVariable }) => {
  const configured = await resolveVariable("param:identityProviders");
  const providers = declaredProviders(
    typeof configured === "string" ? JSON.parse(configured || "[]") : configured,
  );
  const secrets = await resolveVariable("self:custom.names.providerSecrets");
  const has = providers.length > 0 ? "one" : "none";
  return {
    Conditions: {
      HasProvider: { "Fn::Or": [{ Condition: "HasGoogle" }, { "Fn::Equals": [has, "one"] }] },
    },
    Resources: {
      ...Object.fromEntries(providers.map((each) => [idOf(each), resourceOf(each, secrets)])),
      UserPoolClient: { Properties: { SupportedIdentityProviders: offered(providers.map(idOf)) } },
    },
  };
};
