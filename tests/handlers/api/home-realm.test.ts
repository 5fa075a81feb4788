/** Home-realm discovery: `GET /auth/signin?email=` sends the browser to the provider of the address's domain. */
import { expect, it } from "@jest/globals";
import { redirect } from "../../../handlers/api/redirect.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { httpEvent } from "../../support/http-events.js";
import { allTypes, notices } from "../../support/triggers.js";

const begun = async (query: Readonly<Record<string, string>>) => {
  const ports = memoryPorts();
  const identityProviders = allTypes.providers.slice(1);
  const call = redirect({ ...ports, identityProviders, lifetime: { refreshSeconds: 60 }, notices });
  const { headers } = await call(httpEvent("GET /auth/signin", { query }));
  return new URL(String(headers?.location)).searchParams;
};

it.each([
  ["ada@example.com", "Okta"],
  ["ada@corp.example", "Corp"],
  [" Ada@Corp.EXAMPLE ", "Corp"],
  ["ada@corp.example.", "Corp"],
  ["ada@münchen.example", "Okta"],
  ["ada@MÜNCHEN.example", "Okta"],
  ["ada@mu\u0308nchen.example", "Okta"],
  ["ada@xn--mnchen-3ya.example", "Okta"],
])("%j goes to its provider, which gets no text of the user", async (email, provider) => {
  const query = await begun({ email });
  expect(query.get("provider")).toBe(provider);
  expect([...query.keys()]).not.toContain("loginHint");
  expect(query.toString()).not.toMatch(/ada/i);
});

it.each([
  ...["ada@example.org", "ada@a.corp.example", "ada@notcorp.example", "ada@corp.example.evil.example"],
  ...["corp.example", "ada@corp.example@evil.example", "ada@corp.example/x", "ada@corp.example:443"],
  ...["ada@corp%2eexample", "ada@x?corp.example", "ada", "@", "ada@"],
])("%j has no provider, and is a hint for the page as before", async (email) => {
  const query = await begun({ email });
  expect(query.get("loginHint")).toBe(email);
  expect(query.has("provider")).toBe(false);
});

it("a provider that the request names comes first", async () => {
  const query = await begun({ email: "ada@corp.example", provider: "Google" });
  expect([query.get("provider"), query.get("loginHint")]).toEqual(["Google", "ada@corp.example"]);
});
