import { describe, expect, it } from "@jest/globals";
import { actorOfRequest } from "../../../shared/edge/actor-of-request.js";
import { httpFunction, withoutBody } from "../../../shared/edge/http-endpoint.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { bodyOf } from "../../support/auth-api.js";
import { httpEvent } from "../../support/http-events.js";
import { accessOf, SUB } from "../../support/users.js";

const ROUTE = "GET /api/accounts/{account_id}/reports";
const ask = async (change: Parameters<typeof httpEvent>[1]) => {
  const ports = memoryPorts();
  const run = httpFunction(ports, {
    [ROUTE]: withoutBody(async (request) => ({ status: 200, body: await actorOfRequest(ports, request) })),
  });
  return { ports, answer: bodyOf(await run(httpEvent(ROUTE, change))) };
};

describe("the actor of a request", () => {
  it("is the user of the authorizer's context, in its account", async () => {
    const { answer } = await ask({ access: accessOf(), pathParameters: { account_id: "acc-1" } });
    expect(answer).toMatchObject({
      ...{ credential: "token", userId: "usr_ada", sub: SUB, sessionId: "session-1", role: "Manager" },
      ...{ systemAccountId: "acc-1", visibleAccountId: "A-1001", cellId: "cell-7", route: ROUTE },
      scopes: ["aws.cognito.signin.user.admin"],
    });
  });

  it("is a key for an API key, without a user", async () => {
    const access = accessOf({ credential: "api_key", key_id: "key-1", user_id: "" });
    const { answer } = await ask({ access, pathParameters: { account_id: "acc-1" } });
    expect(answer).toMatchObject({ credential: "api_key", keyId: "key-1" });
    expect(answer).not.toHaveProperty("userId");
  });

  it.each(["user_id", "sub", "session_id", "credential"])("is refused without %s", async (name) => {
    const { answer } = await ask({ access: { ...accessOf(), [name]: "" } });
    expect(answer).toMatchObject({ code: "forbidden" });
  });

  it.each([
    ["another account", accessOf(), "acc-2"],
    ["the account in other casing", accessOf(), "ACC-1"],
    ["an account of no length", accessOf(), ""],
    ["an account where none was decided about", accessOf({ system_account_id: "" }), "acc-1"],
  ])("is refused for %s in the path, and that is recorded", async (_, access, account_id) => {
    const { ports, answer } = await ask({ access, pathParameters: { account_id } });
    expect(answer).toMatchObject({ status: 403, code: "forbidden" });
    expect(ports.audit.events).toMatchObject([
      {
        type: "access.denied",
        subject: "user:usr_ada",
        details: { reason: "account_contradiction", route: ROUTE, requestId: "request-1" },
      },
    ]);
  });
});
