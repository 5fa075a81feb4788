import { expect, it } from "@jest/globals";
import { createIdentityClient } from "../src/index.js";

const answer = { items: [], cursor: null };
const client = createIdentityClient({
  baseUrl: "http://api.test",
  fetch: async () => new Response(JSON.stringify(answer), { status: 200 }),
});

/** The compiler checks these calls; a call that it should refuse and does not is an error. */
it("gives every route the types of its description", async () => {
  const { data, error } = await client.call("GET /api/accounts/{account_id}/members", {
    path: { account_id: "acct_northwind" },
    query: { limit: 10 },
  });
  const roles: readonly string[] = data?.items.map(({ role }) => role) ?? [];
  if (error?.code === "network") expect(error.status).toBe(0);
  expect(roles).toEqual([]);

  // @ts-expect-error: the path is missing
  await client.call("GET /api/accounts/{account_id}/members");
  // @ts-expect-error: there is no such route
  await client.call("GET /api/nothing");
  // @ts-expect-error: the name is missing
  await client.call("POST /api/accounts", { body: {} });
  // @ts-expect-error: the route takes no idempotency key
  await client.call("POST /api/account/active", { body: { account_id: "a" }, idempotencyKey: "k" });
  // @ts-expect-error: the client says how the session is kept
  await client.signIn.password({ email: "a", password: "b", session: "token" });
  const { error: refused } = await client.accounts.list();
  // @ts-expect-error: no code of this route
  expect(refused?.code === "last_owner").toBe(false);
});
