/** Sign-in with Google on the whole stack: the packaged triggers, the local pool and Google, a certified client in between. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { me } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { CREDENTIALS } from "../../local/story/cast.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { cameBack, GOOGLE, tokensOf } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";

const { ada, margaret, grace } = GOOGLE;

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

const eventsOf = async (...types: string[]) => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  return events.filter((event) => types.includes(event["detail-type"]));
};

const cognitoClient = (): CognitoIdentityProviderClient => {
  const { urls, region } = stack.describe();
  return new CognitoIdentityProviderClient({ endpoint: urls.cognito, region, credentials: CREDENTIALS });
};

const attributesOf = async (Username: string): Promise<Record<string, string | undefined>> => {
  const cognito = cognitoClient();
  const command = new AdminGetUserCommand({ UserPoolId: stack.describe().pool.id, Username });
  const { UserAttributes = [] } = await cognito.send(command);
  cognito.destroy();
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

const givenConfirmed = async (email: string): Promise<void> => {
  const { pool } = stack.describe();
  const cognito = cognitoClient();
  const user = { UserPoolId: pool.id, Username: email };
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }));
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...user, Password: "Given-Pass-1!", Permanent: true }),
  );
  cognito.destroy();
};

describe("a user from Google", () => {
  it("with an unused address becomes a user, with a profile and one identity", async () => {
    const { access_token, id_token = "" } = await tokensOf(stack, await cameBack(stack, ada));
    const claims = claimsOf(id_token) as Record<string, unknown>;
    expect(claims).toMatchObject({ email: "ada@example.com", user_id: expect.stringMatching(/^usr_/) });
    // The legacy system knows the address, and says so before the first token.
    expect(claims.legacy_id).toEqual(expect.stringMatching(/./));
    expect(await attributesOf(String(claims["cognito:username"]))).toMatchObject({
      "custom:legacy_id": claims.legacy_id,
    });
    expect((await me(stack.describe(), access_token)).status).toBe(200);

    const again = await tokensOf(stack, await cameBack(stack, ada));
    expect(claimsOf(again.id_token ?? "")).toMatchObject({ sub: claims.sub, user_id: claims.user_id });
  });

  it("with the address of a native user is linked at the first attempt, and signs in as that user at the second", async () => {
    await givenConfirmed("margaret@example.com");
    const first = await cameBack(stack, margaret);
    expect(first.searchParams.get("error_description")).toContain("Already found an entry for username");

    const { id_token = "" } = await tokensOf(stack, await cameBack(stack, margaret));
    const claims = claimsOf(id_token) as {
      identities: { providerName: string }[];
      "cognito:username": string;
    };
    expect(claims.identities).toMatchObject([{ providerName: "Google", userId: margaret }]);
    expect(claims["cognito:username"]).not.toMatch(/^google_/i);
    expect(
      (await eventsOf("identity.link_approved", "identity.linked")).map((event) => event["detail-type"]),
    ).toEqual(expect.arrayContaining(["identity.link_approved", "identity.linked"]));
  });

  it("with an address that Google has not verified gets a public message, and no user is created", async () => {
    const back = await cameBack(stack, grace);
    expect(back.searchParams.get("code")).toBeNull();
    expect(back.searchParams.get("error_description")).toContain("[federation_refused]");
    expect(await eventsOf("federation.refused")).toMatchObject([
      { detail: { status_detail: "email_unverified" } },
    ]);
    expect(JSON.stringify(stack.functions.logs())).not.toContain("grace@example.com");
  });
});
