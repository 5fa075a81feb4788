import { describe, expect, it } from "@jest/globals";
import { probe } from "../../../handlers/api/probe.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { bodyOf } from "../../support/auth-api.js";
import { httpEvent } from "../../support/http-events.js";
import { undescribed } from "../../support/openapi.js";
import { accessOf } from "../../support/users.js";

type Event = ReturnType<typeof httpEvent>;
const ask = async (route: string, event: Event = httpEvent(route)) => {
  const ports = memoryPorts();
  const answer = await probe(ports)(event);
  const [status, body] = [answer.statusCode ?? 0, bodyOf(answer)];
  expect(undescribed(route, { status, type: String(answer.headers?.["content-type"]), body })).toEqual([]);
  return { ports, status, body };
};
const signed = (userArn: string): Event => {
  const event = httpEvent("GET /api/probe/iam");
  return {
    ...event,
    requestContext: { ...event.requestContext, authorizer: { iam: { userArn } } } as never,
  };
};

describe("the reference routes", () => {
  it("without a guard answer every caller, and return nothing about the caller", async () => {
    expect(await ask("GET /api/probe/open")).toMatchObject({ status: 200, body: { guard: "none" } });
  });

  it("for IAM identities say which one signed", async () => {
    const arn = "arn:aws:sts::111122223333:assumed-role/ViewerIdentityRole/CognitoIdentityCredentials";
    const { body } = await ask("GET /api/probe/iam", signed(arn));
    expect(body).toEqual({ guard: "iam", caller: arn });
  });

  it("for IAM identities refuse an unsigned request, also if the authorizer allowed it", async () => {
    const event = httpEvent("GET /api/probe/iam", { access: accessOf() });
    expect(await ask("GET /api/probe/iam", event)).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
  });

  it("behind the authorizer say who calls, with a token", async () => {
    const { body } = await ask(
      "GET /api/probe/account",
      httpEvent("GET /api/probe/account", { access: accessOf() }),
    );
    expect(body).toEqual({
      ...{ guard: "authorizer", credential: "token", user_id: "usr_ada", key_id: null },
      ...{ system_account_id: "acc-1", role: "Manager", scopes: ["aws.cognito.signin.user.admin"] },
    });
  });

  it("behind the authorizer say who calls, with an API key", async () => {
    const access = accessOf({ credential: "api_key", key_id: "key-1", user_id: "", role: "", scopes: "" });
    const { body } = await ask("GET /api/probe/account", httpEvent("GET /api/probe/account", { access }));
    expect(body).toMatchObject({ credential: "api_key", user_id: null, key_id: "key-1", role: null });
  });

  it.each([
    ["without its context", {}],
    ["with a caller's own headers", { headers: { "x-user-id": "usr_ada" } }],
  ])("behind the authorizer stay shut %s, and that is recorded", async (_, change) => {
    const { ports, status } = await ask(
      "GET /api/probe/account",
      httpEvent("GET /api/probe/account", change),
    );
    expect(status).toBe(403);
    expect(ports.audit.events).toMatchObject([
      { type: "access.denied", details: { reason: "context_missing" } },
    ]);
  });
});
