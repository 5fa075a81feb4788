/** Attributes of the provider's users, and how the triggers change them. */
import {
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { Browser, claimsOf } from "../oauth/browser.js";
import { redeemed } from "../oauth/hosted.js";
import { answering, givenUser, poolId, refusal, sources, type TriggerEvent } from "../world.js";
import {
  type PartnerSetup,
  type PartnerWorld,
  signedInByPartner,
  startPartnerWorld,
} from "./partner-world.js";
import { errorIn } from "./returned-error.js";

const custom = (Name: string, more: Record<string, unknown> = {}) => ({
  Name,
  AttributeDataType: "String",
  Mutable: true,
  ...more,
});

type Functions = Record<string, (event: TriggerEvent) => unknown>;

const asTheyCome: Functions = {
  InboundFederation: (event) => event,
  PreSignUp: (event) => event,
  PostConfirmation: (event) => event,
  PreAuthentication: (event) => event,
};
/** What the triggers do in the test that runs. */
let functions = asTheyCome;

let world: PartnerWorld;
beforeAll(async () => {
  const names = Object.keys(asTheyCome);
  world = await startPartnerWorld({
    pool: { Schema: [custom("teams"), custom("home"), custom("age")] },
    mapping: {
      email_verified: "proved",
      name: "name",
      nickname: "nick",
      "custom:teams": "teams",
      "custom:home": "home",
      "custom:age": "age",
    },
    triggers: Object.fromEntries(names.map((name) => [name, (event) => functions[name]?.(event)])),
  });
});
afterAll(() => world.close());

let sub = "";
let subjects = 0;
beforeEach(() => {
  sub = `p-${++subjects}`;
  functions = asTheyCome;
});

const signIn = (profile: Record<string, unknown>, to = world) => {
  to.partner.tells({ sub, ...profile });
  return signedInByPartner(to, new Browser());
};

const attributesOf = async (Username = `partner_${sub}`, from = world) => {
  const user = await from.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  return Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
};

const unknownUser = async (from = world) =>
  (await refusal(attributesOf(`partner_${sub}`, from))).startsWith("UserNotFoundException");

/** A pool of other settings, for one test. */
async function otherwise(setup: PartnerSetup, test: (other: PartnerWorld) => Promise<void>): Promise<void> {
  const other = await startPartnerWorld(setup);
  try {
    await test(other);
  } finally {
    await other.close();
  }
}

it("maps claims to attributes, as text, and overwrites them at each sign-in", async () => {
  const first = { mail: "a@example.com", proved: true, name: "A", nick: "aa" };
  await signIn({ ...first, teams: ["x", "y"], home: { no: 1 }, age: 7 });
  expect(await attributesOf()).toMatchObject({
    email: "a@example.com",
    email_verified: "true",
    "custom:teams": "[x, y]",
    "custom:home": '{"no":1}',
    "custom:age": "7",
  });
  await signIn({ mail: "b@example.com", proved: false, name: "B" });

  // What the provider does not say any more stays as it was.
  expect(await attributesOf()).toMatchObject({
    email: "b@example.com",
    email_verified: "false",
    name: "B",
    nickname: "aa",
  });
});

it("takes the proof of an address in the words of Python", async () => {
  await signIn({ mail: "a@example.com", proved: "True" });

  expect(await attributesOf()).toMatchObject({ email_verified: "true" });
});

it("treats an address as unverified if its proof is not mapped or no longer sent", async () => {
  await signIn({ mail: "a@example.com", proved: true });
  await signIn({ mail: "a@example.com" });
  expect(await attributesOf()).toMatchObject({ email: "a@example.com", email_verified: "false" });

  await otherwise({}, async (other) => {
    await signIn({ mail: "a@example.com", email_verified: true }, other);
    expect(await attributesOf(`partner_${sub}`, other)).toMatchObject({ email_verified: "false" });
  });
});

it("fails the second sign-in with a mapped attribute that is immutable", async () => {
  const Schema = [custom("staff", { Mutable: false })];
  await otherwise({ pool: { Schema }, mapping: { "custom:staff": "staff" } }, async (other) => {
    expect((await signIn({ staff: "7" }, other)).searchParams.get("code")).not.toBeNull();

    expect(errorIn(await signIn({ staff: "7" }, other))).toEqual({
      error: "invalid_request",
      description: "Invalid user attributes: custom:staff: Attribute cannot be updated.\n",
      state: "s1",
    });
  });
});

it("creates no user without a required attribute", async () => {
  const Schema = [{ Name: "email", Required: true, Mutable: true }];
  await otherwise({ pool: { Schema } }, async (other) => {
    expect(errorIn(await signIn({}, other))).toMatchObject({
      error: "invalid_request",
      description: "attributes required: [email]",
    });
    expect(await unknownUser(other)).toBe(true);
  });
});

it.each([
  [
    "longer than 2,048 characters",
    { teams: "x".repeat(2049) },
    /^Invalid user attributes: custom:teams: .*2048/,
  ],
  ["no address", { mail: "not an address" }, /^Invalid user attributes: Invalid email address format/],
])("creates no user from a value that is %s", async (_, profile, expected) => {
  expect(errorIn(await signIn(profile)).description).toMatch(expected);
  expect(await unknownUser()).toBe(true);
});

it("creates no user from a subject that is not a valid username", async () => {
  for (const odd of ["with space", "x".repeat(130)]) {
    expect(errorIn(await signIn({ sub: odd })).description).toBe(
      "The provider's subject cannot be used in a username.",
    );
  }
});

it("distinguishes subjects that differ by case, in a pool that ignores the case of names", async () => {
  await signIn({ sub: "abc" });

  expect(errorIn(await signIn({ sub: "ABC" })).description).toBe(
    "Already found an entry for username partner_abc",
  );
});

it("keeps the case of names in a case-sensitive pool", async () => {
  const pool = { UsernameAttributes: [], UsernameConfiguration: { CaseSensitive: true } };
  await otherwise({ pool }, async (other) => {
    await signIn({ sub: "aBc" }, other);

    expect(await attributesOf("Partner_aBc", other)).toHaveProperty("identities");
  });
});

it("passes the provider's attributes to InboundFederation, and keeps all after an empty answer", async () => {
  const seen: TriggerEvent[] = [];
  functions = {
    ...asTheyCome,
    InboundFederation: (event) => {
      seen.push(event);
      return event;
    },
  };
  await signIn({ mail: "a@example.com", name: "A", vip: true });

  expect(seen[0]).toMatchObject({
    version: "1",
    userName: `partner_${sub}`,
    response: { userAttributesToMap: {} },
  });
  expect(seen[0]?.request).toMatchObject({
    providerName: "Partner",
    providerType: "OIDC",
    attributes: {
      idToken: { sub, vip: "true" },
      userInfo: { sub, mail: "a@example.com", vip: "true" },
      tokenResponse: { access_token: "partner-access-token", expires_in: "300" },
    },
  });
  expect(await attributesOf()).toMatchObject({ email: "a@example.com", name: "A" });
});

it("drops the attributes that InboundFederation omits, and never the subject", async () => {
  const kept = { userAttributesToMap: { mail: "new@example.com", sub: "boss" } };
  functions = { ...asTheyCome, InboundFederation: answering(kept) };
  await signIn({ mail: "a@example.com", name: "A" });
  const attributes = await attributesOf();

  expect(attributes).toMatchObject({ email: "new@example.com" });
  expect(attributes).not.toHaveProperty("name");
});

const throwing = (words: string) => () => {
  throw new Error(words);
};

it.each(["InboundFederation", "PreSignUp"])(
  "returns the words of a denial by %s, and creates no user",
  async (trigger) => {
    functions = { ...asTheyCome, [trigger]: throwing("ERR_DOMAIN & more") };
    const back = await signIn({ mail: "a@example.com" });

    expect(back.search).toContain("ERR_DOMAIN%20%26%20more");
    expect(errorIn(back)).toEqual({
      error: "invalid_request",
      description: `${trigger} failed with error ERR_DOMAIN & more.`,
      state: "s1",
    });
    expect(await unknownUser()).toBe(true);
  },
);

it.each([
  ["a list", { userAttributesToMap: ["mail"] }],
  ["a value that is not a string", { userAttributesToMap: { mail: 1 } }],
])("refuses %s as the answer of InboundFederation", async (_, response) => {
  functions = { ...asTheyCome, InboundFederation: answering(response) };

  expect(errorIn(await signIn({})).description).toMatch(/^InboundFederation: Unrecognizable lambda output/);
});

it("keeps the profile if PostConfirmation fails, and continues as a later sign-in", async () => {
  functions = { ...asTheyCome, PostConfirmation: throwing("later") };
  expect(errorIn(await signIn({})).description).toBe("PostConfirmation failed with error later.");
  const before = world.running.invocations().at(-1)?.sequence ?? 0;

  expect((await signIn({})).searchParams.get("code")).not.toBeNull();
  expect(sources(world, before)).toEqual([
    "InboundFederation_ExternalProvider",
    "PreAuthentication_Authentication",
  ]);
});

it("changes nothing of a profile that PreAuthentication denies", async () => {
  await signIn({ mail: "a@example.com" });
  functions = { ...asTheyCome, PreAuthentication: throwing("not today") };

  expect(errorIn(await signIn({ mail: "b@example.com" })).description).toMatch(/not today/);
  expect(await attributesOf()).toMatchObject({ email: "a@example.com" });
});

it("signs in a user whom an administrator linked by a mapped attribute", async () => {
  const { username } = await givenUser(world);
  const SourceUser = {
    ProviderName: "Partner",
    ProviderAttributeName: "nickname",
    ProviderAttributeValue: "n-1",
  };
  const DestinationUser = { ProviderName: "Cognito", ProviderAttributeValue: username };
  await world.cognito.send(
    new AdminLinkProviderForUserCommand({ UserPoolId: poolId, DestinationUser, SourceUser }),
  );
  const idToken = async (profile: Record<string, unknown>) =>
    claimsOf((await redeemed(world, await signIn(profile))).id_token ?? "");

  expect(await idToken({ nick: "n-1" })).toMatchObject({ "cognito:username": username });
  // From the first sign-in on, the user keeps this username, whatever the attribute contains.
  expect(await idToken({ nick: "n-2" })).toMatchObject({
    "cognito:username": username,
    identities: [{ userId: sub, primary: "false" }],
  });
});
