/** What the gateway keeps of the authorizer's decisions, by the packaged template: the cache never changes a decision. */
import { beforeAll, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import fc from "../../packages/local-aws/tests/support/property.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { authorizerEvent } from "../support/http-events.js";
import { packagedService, type Template } from "../support/packaged-functions.js";
import { resourcesOf } from "../support/template-graph.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf } from "../support/users.js";

let template: Template;
beforeAll(async () => {
  ({ template } = await packagedService());
}, 120_000);

type Asked = { readonly token: string; readonly account: string; readonly routeKey: string };

const ask = async ({ token, account, routeKey }: Asked): Promise<string> => {
  const ports = memoryPorts({
    now: NOW,
    tokens: { ada: principalOf(), bob: principalOf({ userId: "usr_bob" }) },
    profiles: [profileOf(), profileOf({ userId: "usr_bob" })],
    accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
    memberships: [membershipOf(), membershipOf({ userId: "usr_bob", systemAccountId: "acc-2" })],
  });
  const headers = { authorization: `Bearer ${token}`, "x-account-id": account };
  const answer = authorizer(ports)(authorizerEvent({ headers, routeKey }));
  return JSON.stringify(await answer.catch((thrown: Error) => thrown.message));
};

/** The key under which the gateway keeps a decision: the values of the identity sources, and nothing else. */
const keyOf = ({ token, account, routeKey }: Asked, sources: readonly string[]): string =>
  sources
    .map((source) => {
      if (/header\.authorization$/i.test(source)) return token;
      if (/header\.x-account-id$/i.test(source)) return account;
      return source === "$context.routeKey" ? routeKey : "";
    })
    .join("\n");

it("the second of any two requests is decided independently of the first", async () => {
  const authorizers = resourcesOf(template, "AWS::ApiGatewayV2::Authorizer");
  expect(authorizers.length).toBeGreaterThan(0);
  const asked = fc.record({
    token: fc.constantFrom("ada", "bob", "nobody"),
    account: fc.constantFrom("acc-1", "acc-2", "acc-3"),
    routeKey: fc.constantFrom("GET /api/account/me", "GET /x/{account_id}", "DELETE /x/{account_id}"),
  });
  for (const [, { Properties }] of authorizers) {
    const kept = Number(Properties.AuthorizerResultTtlInSeconds ?? 0) > 0;
    const sources = (Properties.IdentitySource ?? []) as string[];
    await fc.assert(
      fc.asyncProperty(asked, asked, async (first, second) => {
        const shared = kept && keyOf(first, sources) === keyOf(second, sources);
        expect(shared ? await ask(first) : await ask(second)).toBe(await ask(second));
      }),
    );
  }
});
