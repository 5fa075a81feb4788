/** An invitation that an operator made, from the sign-up of the address to the account in the session. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { runCli } from "../../cli/run.js";
import type { RunningStack } from "../../local/stack/index.js";
import { post } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

const invite = async (email: string) => {
  const folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-cli-"));
  const before = { ...process.env };
  const errors: string[] = [];
  try {
    await writeFile(join(folder, "stack.json"), JSON.stringify(stack.describe()));
    process.env.OPERATOR = "operator@example.com";
    const words = ["--email", email, "--account", "acct_globex", "--role", "Manager"];
    const terminal = { out: () => undefined, error: (line: string) => errors.push(line) };
    const code = await runCli(["invitations", "create", ...words, "--local", "--data", folder], terminal);
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
  } finally {
    process.env = before;
    await rm(folder, { recursive: true, force: true });
  }
};

it("makes the invited address a member once it is confirmed, with its claims in the first session", async () => {
  const user = { email: "invited-user@example.com", password: "Brand-New-1!" };
  await invite(user.email);
  expect((await post(stack.describe(), "signup", user)).status).toBe(202);
  const { code } = await stack.inbox.waitFor((message) => message.to === user.email, 60_000);
  expect((await post(stack.describe(), "confirm", { ...user, code })).status).toBe(200);
  const session = await post(stack.describe(), "signin", user);

  const me = await fetch(`${stack.describe().urls.site}/api/account/me`, {
    headers: { authorization: `Bearer ${String(session.body.access_token)}` },
  });
  expect([me.status, await me.json()]).toMatchObject([
    200,
    { account: { system_account_id: "acct_globex", role: "Manager" }, memberships: [{ status: "ACTIVE" }] },
  ]);
  await stack.settled();
  const types = (await deliveredEvents(stack.describe())).map((event) => event["detail-type"]);
  expect(types).toEqual(
    expect.arrayContaining(["membership.invited", "membership.accepted", "user.confirmed"]),
  );
});
