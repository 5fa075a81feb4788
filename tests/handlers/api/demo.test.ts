import { describe, expect, it } from "@jest/globals";
import { demo } from "../../../handlers/api/demo.js";
import type { IdTokenUser } from "../../../shared/domain/id-token-rules.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { bodyOf } from "../../support/auth-api.js";
import { httpEvent } from "../../support/http-events.js";
import { undescribed } from "../../support/openapi.js";
import { accessOf, SUB } from "../../support/users.js";

const ROUTES = ["GET /test/plain", "GET /test/public", "GET /test/auth"] as const;
type Route = (typeof ROUTES)[number];

const ARN = "arn:aws:sts::111122223333:assumed-role/AdminIdentityRole/CognitoIdentityCredentials";
const PROVIDER = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01";
const identityOf = (amr: readonly string[]) => ({
  userArn: ARN,
  cognitoIdentity: { identityId: "us-east-1:i", identityPoolId: "us-east-1:p", amr },
});
const loginOf = (sub: string) => ["authenticated", PROVIDER, `${PROVIDER}:CognitoSignIn:${sub}`];
const USER = identityOf(loginOf(SUB));
const GUEST = identityOf(["unauthenticated"]);
/** As API Gateway describes an IAM identity that is not of an identity pool. */
const OTHER = { userArn: "arn:aws:iam::111122223333:user/robot", cognitoIdentity: null };

const ada: IdTokenUser = {
  ...{ sub: SUB, username: "ada", email: "ada@example.com", userId: "usr_ada", legacyId: "legacy-42" },
  ...{ role: "Admin", groups: ["admins"] },
};
const known = {
  ...{ iam_arn: null, identity_id: null, sub: null, username: null },
  ...{ email: null, user_id: null, legacy_id: null },
};
const adaShown = {
  ...{ sub: SUB, username: "ada", email: "ada@example.com", user_id: "usr_ada", legacy_id: "legacy-42" },
};
const signed = { iam_arn: ARN, identity_id: "us-east-1:i" };

const ask = async (route: Route, iam?: object, token?: string, user: IdTokenUser = ada) => {
  const event = httpEvent(route, token === undefined ? {} : { headers: { "x-cognito-id-token": token } });
  const requestContext = { ...event.requestContext, ...(iam && { authorizer: { iam } }) } as never;
  const ports = memoryPorts({ idTokens: { good: user, old: "expired" } });
  const answer = await demo(ports)({ ...event, requestContext });
  const [status, body] = [answer.statusCode ?? 0, bodyOf(answer)];
  expect(undescribed(route, { status, type: String(answer.headers?.["content-type"]), body })).toEqual([]);
  expect(ports.logger.dump()).not.toContain("ada@example.com");
  return { status, body };
};
const nobody = { user: null, groups: [], is_admin: false, is_viewer: false };

describe("without an ID token", () => {
  it("the open route knows nobody", async () => {
    expect(await ask("GET /test/plain")).toEqual({ status: 200, body: nobody });
  });

  it("the route with guests knows a guest as nobody", async () => {
    expect(await ask("GET /test/public", GUEST)).toEqual({ status: 200, body: nobody });
  });

  it.each(["GET /test/public", "GET /test/auth"] as const)(
    "%s answers with the facts of the identity alone",
    async (route) => {
      expect(await ask(route, USER)).toEqual({
        status: 200,
        body: { ...nobody, user: { ...known, ...signed, sub: SUB } },
      });
      expect((await ask(route, OTHER)).body).toEqual({
        ...nobody,
        user: { ...known, iam_arn: OTHER.userArn },
      });
    },
  );
});

describe("with a valid ID token", () => {
  it.each<[Route, object | undefined, object]>([
    ["GET /test/plain", undefined, {}],
    ["GET /test/public", USER, signed],
    ["GET /test/auth", USER, signed],
    ["GET /test/auth", OTHER, { iam_arn: OTHER.userArn }],
  ])("%s answers with its user", async (route, iam, facts) => {
    expect(await ask(route, iam, "good")).toEqual({
      status: 200,
      body: {
        user: { ...known, ...adaShown, ...facts },
        groups: ["admins"],
        is_admin: true,
        is_viewer: false,
      },
    });
  });

  it.each<[string, Partial<IdTokenUser>, boolean, boolean]>([
    ["the role Admin", { role: "Admin", groups: [] }, true, false],
    ["the role Viewer", { role: "Viewer", groups: [] }, false, true],
    ["the group of Admin", { role: undefined, groups: ["admins"] }, true, false],
    ["the group Admin", { role: undefined, groups: ["Admin"] }, true, false],
    ["the group Viewer", { role: undefined, groups: ["Viewer", "engineering"] }, false, true],
    ["another role", { role: "Manager", groups: ["managers"] }, false, false],
    ["a longer name", { role: "Administrator", groups: ["administrators", "admin"] }, false, false],
    ["no role", { role: undefined, groups: [] }, false, false],
  ])("%s decides is_admin and is_viewer", async (_, change, isAdmin, isViewer) => {
    const { body } = await ask("GET /test/plain", undefined, "good", { ...ada, ...change });
    expect(body).toMatchObject({ is_admin: isAdmin, is_viewer: isViewer });
  });
});

describe("a 401 is the answer", () => {
  it.each(ROUTES)("of %s to a token that is not valid", async (route) => {
    for (const token of ["old", "forged", "", " ", "good, good"])
      expect(await ask(route, USER, token)).toMatchObject({ status: 401, body: { code: "invalid_token" } });
  });

  it.each<[string, object]>([
    ["another user", identityOf(loginOf("another-sub"))],
    ["a guest", GUEST],
    [
      "a user of another provider",
      identityOf(["authenticated", "accounts.google.com", `accounts.google.com:${SUB}`]),
    ],
    ["two logins", identityOf([...loginOf(SUB), `${PROVIDER}:CognitoSignIn:another-sub`])],
    ["a sub as the end of another", identityOf(loginOf(`x:CognitoSignIn:${SUB}`))],
  ])("to a token beside the credentials of %s", async (_, iam) => {
    expect(await ask("GET /test/public", iam, "good")).toMatchObject({
      status: 401,
      body: { code: "invalid_token" },
    });
  });
});

describe("the function denies again", () => {
  it.each([
    ["GET /test/public", "a request without a signature", undefined],
    ["GET /test/auth", "a request without a signature", undefined],
    ["GET /test/auth", "a guest", GUEST],
  ] as const)("at %s, %s", async (route, _, iam) => {
    expect(await ask(route, iam)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  it("a caller of the token authorizer, which does not sign", async () => {
    const answer = await demo(memoryPorts())(httpEvent("GET /test/auth", { access: accessOf() }));
    expect(answer.statusCode).toBe(403);
  });
});
