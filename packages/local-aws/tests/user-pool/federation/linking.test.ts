/** Linking users of a provider to the pool's own users. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { Browser } from "../oauth/browser.js";
import { authorized } from "../oauth/hosted.js";
import {
  givenUser,
  named,
  password,
  poolId,
  refusal,
  signIn,
  sources,
  type TriggerEvent,
  verified,
} from "../world.js";
import { type GoogleWorld, givenGoogler, signedInBy, startGoogleWorld, tokensBy } from "./google-world.js";
import { errorIn } from "./returned-error.js";

let world: GoogleWorld;
/** What PreSignUp does before it answers. */
let onPreSignUp: (event: TriggerEvent) => Promise<unknown>;

const partner = {
  ProviderName: "Partner",
  ProviderType: "OIDC",
  ProviderDetails: { client_id: "p", authorize_scopes: "openid", oidc_issuer: "https://partner.example.com" },
  AttributeMapping: { email: "mail" },
};

beforeAll(async () => {
  const silent = (event: unknown) => event;
  world = await startGoogleWorld({
    identityProviders: [partner],
    triggers: {
      PreSignUp: async (event) => {
        await onPreSignUp(event);
        return event;
      },
      InboundFederation: silent,
      PostConfirmation: silent,
      PreAuthentication: silent,
      PostAuthentication: silent,
    },
  });
});
afterAll(() => world.close());
beforeEach(() => {
  onPreSignUp = async () => undefined;
});

const destination = (username: string, ProviderName = "Cognito") => ({
  ProviderName,
  ProviderAttributeValue: username,
});
const source = (sub: string, ProviderName = "Google", ProviderAttributeName = "Cognito_Subject") => ({
  ProviderName,
  ProviderAttributeName,
  ProviderAttributeValue: sub,
});

const link = (DestinationUser: object, SourceUser: object) =>
  world.cognito.send(
    new AdminLinkProviderForUserCommand({ UserPoolId: poolId, DestinationUser, SourceUser }),
  );

const unlink = (User: object) =>
  world.cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId: poolId, User }));

const identitiesOf = async (Username: string): Promise<unknown> => {
  const user = await world.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  return JSON.parse(user.UserAttributes?.find(({ Name }) => Name === "identities")?.Value ?? "[]");
};

it("gives the user of the provider the tokens of the pool's own user", async () => {
  const { email, username } = await givenUser(world);
  const user = givenGoogler(world, { email });
  await link(destination(username), source(user.sub));
  const before = world.running.invocations().at(-1)?.sequence ?? 0;
  const { id } = await verified(world, await tokensBy(world, new Browser(), user));

  expect(id).toMatchObject({
    "cognito:username": username,
    identities: [{ userId: user.sub, providerName: "Google", primary: "false" }],
  });
  expect(id).not.toHaveProperty("cognito:groups");
  expect(sources(world, before)).toEqual([
    "InboundFederation_ExternalProvider",
    "PreAuthentication_Authentication",
    "PostAuthentication_Authentication",
  ]);
  expect((await verified(world, await signIn(world, email))).id.sub).toBe(id.sub);
});

it("fails the attempt in which PreSignUp made the link, and the next one works", async () => {
  const { email, username } = await givenUser(world);
  const user = givenGoogler(world, { email });
  onPreSignUp = async ({ userName }) => {
    // The name is split at the first underscore only, and the provider's name is written as the pool knows it.
    const sub = userName.slice(userName.indexOf("_") + 1);
    await link(destination(username), source(sub));
  };

  expect(errorIn(await signedInBy(world, new Browser(), user))).toEqual({
    error: "invalid_request",
    description: `Already found an entry for username google_${user.sub}`,
    state: "s1",
  });
  const { id } = await verified(world, await tokensBy(world, new Browser(), user));
  expect(id["cognito:username"]).toBe(username);
});

it("makes the user a new user again after the link is removed", async () => {
  const { username } = await givenUser(world);
  const user = givenGoogler(world);
  await link(destination(username), source(user.sub));
  await tokensBy(world, new Browser(), user);
  const browser = new Browser();
  await signedInBy(world, browser, user);
  await unlink(source(user.sub));
  // The browser's session was the provider's word, too.
  expect((await authorized(world, browser)).pathname).toBe(`/${poolId}/login`);
  const { id } = await verified(world, await tokensBy(world, new Browser(), user));

  expect(id["cognito:username"]).toBe(`google_${user.sub}`);
  expect(await identitiesOf(username)).toEqual([]);
});

it("ends the sign-ins of a provider's own profile", async () => {
  const user = givenGoogler(world);
  await tokensBy(world, new Browser(), user);
  await unlink(source(user.sub));

  expect(errorIn(await signedInBy(world, new Browser(), user)).description).toBe("User is disabled.");
});

it("ends the password of the pool's own user", async () => {
  const { email, username } = await givenUser(world);
  await unlink(source(username, "Cognito"));

  expect(await refusal(signIn(world, email))).toBe("NotAuthorizedException: Incorrect username or password.");
});

it("takes a source that has not signed in yet, and five of them", async () => {
  const { username } = await givenUser(world);
  const known = givenGoogler(world);
  await tokensBy(world, new Browser(), known);

  expect(await refusal(link(destination(username), source(known.sub)))).toMatch(
    /^InvalidParameterException: Invalid SourceUser/,
  );
  for (const sub of ["l1", "l2", "l3", "l4", "l5"]) await link(destination(username), source(sub));
  expect(await refusal(link(destination(username), source("l6")))).toMatch(/^LimitExceededException/);
  expect(await refusal(link(destination(username), source("l1")))).toBe(
    "InvalidParameterException: SourceUser is already linked to DestinationUser",
  );
  const other = await givenUser(world);
  expect(await refusal(link(destination(other.username), source("l1")))).toMatch(/^AliasExistsException/);
});

it.each([
  ["a user that does not exist", () => destination("nobody"), () => source("1"), /^UserNotFoundException/],
  ["a source of the pool itself", destination, () => source("x", "Cognito"), /^InvalidParameterException/],
  ["an unknown provider", destination, () => source("x", "Nobody"), /^ResourceNotFoundException/],
  ["a social source by its address", destination, () => source("a@b.c", "Google", "email"), /^InvalidParam/],
  ["an attribute that is not mapped", destination, () => source("x", "Partner", "name"), /^InvalidParam/],
  ["no value", destination, () => source(""), /^InvalidParameterException/],
])("refuses %s", async (_, to, from, expected) => {
  const { username } = await givenUser(world);

  expect(await refusal(link(to(username), from()))).toMatch(expected);
});

it("refuses to remove a link that does not exist", async () => {
  expect(await refusal(unlink(source("nobody")))).toMatch(/^UserNotFoundException/);
  expect(await refusal(unlink(source("nobody", "Nobody")))).toMatch(/^ResourceNotFoundException/);
});

it("links to a profile of another provider, by its subject there", async () => {
  const user = givenGoogler(world);
  await tokensBy(world, new Browser(), user);
  await link(destination(user.sub, "Google"), source("partner-7", "Partner"));

  expect(await identitiesOf(`google_${user.sub}`)).toMatchObject([
    { providerName: "Google", primary: true },
    { providerName: "Partner", userId: "partner-7", primary: false, issuer: "https://partner.example.com" },
  ]);
});

it("does not sign in as a user who never confirmed the address", async () => {
  const email = "lies-in-wait@example.com";
  await world.cognito.send(new SignUpCommand({ ...named(world, email), Password: password }));
  const { Username = "" } = await world.cognito.send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username: email }),
  );
  const user = givenGoogler(world, { email });
  await link(destination(Username), source(user.sub));

  expect(errorIn(await signedInBy(world, new Browser(), user)).description).toBe("User is not confirmed.");
});

it("overwrites the linked user's attributes, and refuses an address that is another's sign-in name", async () => {
  const { username } = await givenUser(world, { attributes: { name: "Old" } });
  const other = await givenUser(world);
  const user = givenGoogler(world, { name: "New Name" });
  await link(destination(username), source(user.sub));
  const { id } = await verified(world, await tokensBy(world, new Browser(), user));
  expect(id).toMatchObject({ "cognito:username": username, email: user.email });

  givenGoogler(world, { sub: user.sub, email: other.email });
  expect(errorIn(await signedInBy(world, new Browser(), user)).description).toMatch(/email already exists/);
});

it("knows links and profiles after a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "federation-"));
  const options = { dataFile: join(folder, "user-pool.jsonl") };
  const seen: unknown[] = [];
  for (const _ of ["before", "after"]) {
    const own = await startGoogleWorld({ options });
    try {
      givenGoogler(own, { sub: "r-1" });
      const { id } = await verified(own, await tokensBy(own, new Browser(), { sub: "r-1" }));
      seen.push({ sub: id.sub, identities: id.identities, groups: id["cognito:groups"] });
    } finally {
      await own.close();
    }
  }
  await rm(folder, { recursive: true });

  expect(seen[1]).toEqual(seen[0]);
});
