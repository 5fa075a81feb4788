/** The setting `identityProviders` beside the other settings of a stage, before anything is packaged. */
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readTemplateFile } from "../../packages/local-aws/src/template/template-text.js";
import { problemsOfFunctions } from "../../shared/config/function-settings.js";
import { problemsOfStage } from "../../shared/config/stage-problems.js";

const { params } = readTemplateFile(join(import.meta.dirname, "..", "..", "serverless.yml")) as {
  params: { default: Readonly<Record<string, unknown>> };
};
const problems = (changed: Readonly<Record<string, string>>) => {
  const texts = Object.entries(params.default).map(([name, value]) => [name, String(value)] as const);
  return problemsOfStage("prod", { ...Object.fromEntries(texts), ...changed }, Object.keys(params));
};

const corp = {
  name: "Corp",
  type: "SAML",
  metadataUrl: "https://corp.example/metadata",
  domains: ["corp.example"],
};
const facebook = { name: "Facebook", type: "Facebook", clientId: "1234" };
const list = (...providers: readonly object[]) => JSON.stringify(providers);
const pages = {
  hostedDomain: "example",
  oauthCallbackUrls: "https://example.com/back",
  oauthLogoutUrls: "https://example.com/",
};
const mail = {
  messageDelivery: "ses",
  mailFrom: "hello@example.com",
  mailIdentity: "example.com",
  messageSupportAddress: "help@example.com",
  siteUrl: "https://example.com/",
};

it("a wrong list is named with the place of each fault, and nothing else is", () => {
  expect(
    problems({ identityProviders: list({ ...corp, name: "Google" }, { ...facebook, name: "F" }) }),
  ).toEqual([
    "identityProviders takes a list of providers, each {name, type} with what its type needs, as JSON; " +
      "provider 2 name is not 3 to 32 letters, digits and hyphens",
  ]);
});

it.each([
  [{ ...pages, hostedDomain: "" }, ["hostedDomain is missing; identityProviders has providers"]],
  [{ ...pages, oauthCallbackUrls: "" }, ["oauthCallbackUrls is missing; identityProviders has providers"]],
  [
    { hostedDomain: "example" },
    [
      "oauthCallbackUrls is a placeholder; it needs a value, as identityProviders has providers",
      "oauthLogoutUrls is a placeholder; it needs a value, as identityProviders has providers",
    ],
  ],
])("providers need the pool's pages: %j", (changed, lines) => {
  expect(problems({ ...changed, identityProviders: list(corp) })).toEqual(lines);
});

it("a provider that proves no addresses needs mailed codes", () => {
  const identityProviders = list(corp, facebook);
  expect(problems({ ...pages, identityProviders })).toEqual([
    "identityProviders has a provider that proves no addresses, but messageDelivery cognito mails no codes",
  ]);
  expect(problems({ ...pages, ...mail, identityProviders })).toEqual([]);
  expect(problems({ ...pages, identityProviders: list(corp) })).toEqual([]);
});

describe("the variables of a function", () => {
  const variables = (bytes: number) => ({
    IDENTITY_PROVIDERS: list(corp),
    STAGE: "dev",
    FREE: "x".repeat(bytes),
  });
  const size = (bytes: number) => problemsOfFunctions([{ name: "redirect", variables: variables(bytes) }]);

  it("that are larger than Lambda takes are refused before the deployment", () => {
    const rest = 4096 - new TextEncoder().encode(Object.entries(variables(0)).flat().join("")).byteLength;
    expect(size(rest)).toEqual([]);
    expect(size(rest + 1)).toEqual(["redirect: the environment has 4097 bytes; Lambda takes 4096"]);
  });
});
