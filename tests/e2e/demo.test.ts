/** The demo as a script meets it: guests, users with AWS credentials, ID tokens beside the signature, and SRP. */
import { createHmac } from "node:crypto";
import {
  DescribeUserPoolClientCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { srpClient } from "../../packages/local-aws/tests/user-pool/srp-client.js";
import { packagedService } from "../support/packaged-functions.js";
import { resourcesOf } from "../support/template-graph.js";
import { type Body, type Credentials, demoCaller } from "./demo-caller.js";
import { startOwnStack } from "./own-stack.js";
import { poolCaller } from "./pool-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let iamRoutes: readonly string[];
let identityOf: ReturnType<typeof demoCaller>["identityOf"];
let send: ReturnType<typeof demoCaller>["send"];
let signIn: ReturnType<typeof demoCaller>["signIn"];
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  ({ identityOf, send, signIn } = demoCaller(stack));
  const { template } = await packagedService();
  iamRoutes = resourcesOf(template, "AWS::ApiGatewayV2::Route")
    .filter(([, { Properties }]) => Properties.AuthorizationType === "AWS_IAM")
    .map(([, { Properties }]) => String(Properties.RouteKey));
}, 120_000);
afterAll(() => stop());

const statusesOf = async (signer: Credentials) =>
  Object.fromEntries(
    await Promise.all(iamRoutes.map(async (route) => [route, (await send(route, signer)).status] as const)),
  );
/** Every route for IAM identities is forbidden but these. */
const onlyOpen = (open: readonly string[]) =>
  Object.fromEntries(iamRoutes.map((route) => [route, open.includes(route) ? 200 : 403]));

const ada = () => signIn("ada@example.com", "Legacy-Pass-1!");
const grace = () => signIn("grace@example.com", "Legacy-Pass-2!");
const linus = () => signIn("linus@example.com", "Legacy-Pass-3!");

const nobody = { user: null, groups: [], is_admin: false, is_viewer: false };

describe("the client for SRP", () => {
  const client = async () => {
    const { cognito } = await poolCaller(stack);
    const UserPoolId = stack.describe().pool.id;
    const { UserPoolClients = [] } = await cognito.send(
      new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
    );
    const ClientId = UserPoolClients.find(({ ClientName }) => ClientName === "demo-srp")?.ClientId ?? "";
    const described = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    const secret = described.UserPoolClient?.ClientSecret ?? "";
    const hashOf = (name: string) =>
      createHmac("sha256", secret).update(`${name}${ClientId}`).digest("base64");
    return { cognito, ClientId, hashOf, group: UserPoolId.split("_")[1] ?? "" };
  };
  const bySrp = async (email: string, password: string) => {
    const { cognito, ClientId, hashOf, group } = await client();
    const { SRP_A, proof } = srpClient({ clock: Date });
    const { ChallengeParameters = {}, Session } = await cognito.send(
      new InitiateAuthCommand({
        ...{ AuthFlow: "USER_SRP_AUTH", ClientId },
        AuthParameters: { USERNAME: email, SRP_A, SECRET_HASH: hashOf(email) },
      }),
    );
    const name = ChallengeParameters.USER_ID_FOR_SRP ?? "";
    const { AuthenticationResult } = await cognito.send(
      new RespondToAuthChallengeCommand({
        ...{ ClientId, ChallengeName: "PASSWORD_VERIFIER", Session },
        ChallengeResponses: {
          ...{ USERNAME: name, SECRET_HASH: hashOf(name) },
          ...proof(ChallengeParameters, { group, name, password }),
        },
      }),
    );
    return AuthenticationResult;
  };

  it("refuses a wrong password, an unknown user and a user who waits for migration in the same words", async () => {
    await ada();
    const refusals = await Promise.all(
      [
        ["ada@example.com", "Wrong-Pass-1!"],
        ["nobody@example.com", "Legacy-Pass-2!"],
        ["grace@example.com", "Legacy-Pass-2!"],
      ].map(([email = "", password = ""]) => bySrp(email, password).then(() => "signed in", String)),
    );
    expect(new Set(refusals)).toEqual(new Set(["NotAuthorizedException: Incorrect username or password."]));
    await grace();
    expect(await bySrp("grace@example.com", "Legacy-Pass-2!")).toHaveProperty("IdToken");
  });

  it("signs a user in whose ID token gets AWS credentials and is shown", async () => {
    await ada();
    const tokens = await bySrp("ada@example.com", "Legacy-Pass-1!");
    const token = tokens?.IdToken ?? "";
    const { credentials } = await identityOf(token);
    expect(await send("GET /test/auth", credentials, token)).toMatchObject({
      status: 200,
      body: { user: { email: "ada@example.com" }, is_admin: true },
    });
  });

  it("gives access tokens that neither Cognito nor the authorizer takes for acts of the user", async () => {
    await ada();
    const access = (await bySrp("ada@example.com", "Legacy-Pass-1!"))?.AccessToken ?? "";
    const [, payload = ""] = access.split(".");
    const { scope = "" } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { scope?: string };
    expect(scope).not.toContain("aws.cognito.signin.user.admin");
    const { cognito } = await client();
    await expect(cognito.send(new GetUserCommand({ AccessToken: access }))).rejects.toThrow();
    const { status } = await fetch(`${stack.describe().urls.site}/api/account/me`, {
      headers: { authorization: `Bearer ${access}` },
    });
    expect(status).toBe(401);
  });

  it("takes no password itself", async () => {
    const { cognito, ClientId, hashOf } = await client();
    const email = "ada@example.com";
    const asked = new InitiateAuthCommand({
      ...{ AuthFlow: "USER_PASSWORD_AUTH", ClientId },
      AuthParameters: { USERNAME: email, PASSWORD: "Legacy-Pass-1!", SECRET_HASH: hashOf(email) },
    });
    await expect(cognito.send(asked)).rejects.toThrow("USER_PASSWORD_AUTH flow not enabled for this client");
  });
});

describe("a guest", () => {
  it("may call the route with guests, and no other route for IAM identities", async () => {
    expect(iamRoutes.length).toBeGreaterThan(5);
    const { id, credentials } = await identityOf();
    expect(id).toMatch(/^us-east-1:/);
    expect(await send("GET /test/public", credentials)).toEqual({ status: 200, body: nobody });
    expect(await statusesOf(credentials)).toEqual(onlyOpen(["GET /test/public"]));
  });

  it("has no token: that of a user beside a guest's signature is refused", async () => {
    const { credentials } = await identityOf();
    const { id } = await ada();
    expect(await send("GET /test/public", credentials, id)).toMatchObject({
      status: 401,
      body: { code: "invalid_token" },
    });
  });

  it("needs no signature for the open route", async () => {
    expect(await send("GET /test/plain")).toEqual({ status: 200, body: nobody });
    expect((await send("GET /test/public")).status).toBe(403);
    expect((await send("GET /test/auth")).status).toBe(403);
  });
});

describe("a user with credentials of the identity pool", () => {
  it("is shown with the ID token as the Admin of their account, and without it as the identity alone", async () => {
    const { id: token } = await ada();
    const { id, credentials } = await identityOf(token);
    const { status, body } = await send("GET /test/auth", credentials, token);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: {
        iam_arn: expect.stringMatching(/AdminIdentityRole.*\/CognitoIdentityCredentials$/),
        identity_id: id,
        email: "ada@example.com",
        user_id: expect.stringMatching(/^usr_/),
        legacy_id: expect.any(String),
      },
      is_admin: true,
      is_viewer: false,
    });
    const bare = await send("GET /test/auth", credentials);
    const { sub } = body.user as Body;
    expect(bare.body).toMatchObject({
      ...nobody,
      user: { identity_id: id, sub, email: null, user_id: null },
    });
  });

  it("is not shown as another user", async () => {
    const { credentials } = await identityOf((await ada()).id);
    for (const token of [(await grace()).id, (await ada()).access, "", "x"])
      expect((await send("GET /test/auth", credentials, token)).status).toBe(401);
    expect((await send("GET /test/plain", undefined, "x")).status).toBe(401);
  });

  it("may call the routes of the demo without a role, and no other", async () => {
    const { credentials } = await identityOf((await linus()).id);
    expect(await statusesOf(credentials)).toEqual(onlyOpen(["GET /test/public", "GET /test/auth"]));
  });

  it("may call one more with a role", async () => {
    const { credentials } = await identityOf((await ada()).id);
    expect(await statusesOf(credentials)).toEqual(
      onlyOpen(["GET /test/public", "GET /test/auth", "GET /api/probe/iam"]),
    );
  });
});

describe("a stage without the demo", () => {
  it("has no guests, and none of the routes", async () => {
    const { stack: plain, stop: stopPlain } = await startOwnStack({ demo: "off" });
    try {
      const { urls, identityPool } = plain.describe();
      const statuses = ["plain", "public", "auth"].map(
        async (name) => (await fetch(`${urls.site}/test/${name}`)).status,
      );
      expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
      expect(await demoCaller(plain).ask("GetId", { IdentityPoolId: identityPool.id })).toMatchObject({
        __type: "NotAuthorizedException",
      });
    } finally {
      await stopPlain();
    }
  }, 120_000);
});
