/** A text that a command takes has the form of every other entry point. Another one is wrong usage: exit code 2. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { startWorld, type World } from "../../packages/local-aws/tests/user-pool/world.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf } from "../support/users.js";

let pool: World;
let cli: CliWorld;
beforeAll(async () => {
  pool = await startWorld();
  cli = await startCliWorld(pool.running.url);
  await cli.givenAccounts(accountOf());
});
afterAll(async () => {
  await pool.close();
  await cli.close();
});

const hidden = "a\u200bb";
const twoLines = "paid\nafter all";
const reversed = "\u202eabc";
const long = "x".repeat(3000);
const reason = ["--reason", "x"];
const account = ["--account", "acc-1"];
const email = ["--email", "nobody@example.com"];
const user = ["--user", "usr_nobody"];
const network = ["--network", "203.0.113.0/24"];

it.each([
  ["--subject", ["audit", "verify"], [hidden, twoLines, long]],
  ["--key", ["keys", "revoke", ...reason], [hidden, twoLines, long]],
  ["--client", ["sources", "show"], [hidden, twoLines, long]],
  ["--client", ["sources", "block", ...reason], [hidden, twoLines, long]],
  ["--legacy-id", ["legacy", "explain"], [hidden, twoLines, long, " a"]],
  ["--legacy-id", ["legacy", "release", ...reason], [hidden, twoLines, long]],
  ["--legacy-id", ["legacy", "readdress", ...reason, ...email], [hidden, twoLines, long]],
  ["--legacy-id", ["legacy", "repair", ...reason, ...email, ...user], [hidden, twoLines, long]],
  ["--user", ["legacy", "repair", ...reason, ...email, "--legacy-id", "legacy-1"], [hidden, twoLines, long]],
  ["--reason", ["users", "suspend", ...user], [hidden, twoLines, reversed, long, " "]],
  ["--reason", ["users", "reinstate", ...user], [hidden, twoLines, reversed, long]],
  ["--reason", ["users", "erase", ...user], [hidden, twoLines, reversed, long]],
  ["--reason", ["accounts", "suspend", ...account], [hidden, twoLines, reversed, long]],
  ["--reason", ["accounts", "owner", ...account, ...user], [hidden, twoLines, reversed, long]],
  ["--reason", ["invitations", "revoke", ...account, ...email], [hidden, twoLines, reversed, long]],
  [
    "--reason",
    ["identities", "unlink", ...email, "--provider", "Google"],
    [hidden, twoLines, reversed, long],
  ],
  ["--reason", ["keys", "revoke", "--key", "abc"], [hidden, twoLines, reversed, long]],
  ["--reason", ["sources", "block", ...network], [hidden, twoLines, reversed, long]],
  ["--reason", ["sources", "unblock", ...network], [hidden, twoLines, reversed, long]],
  ["--reason", ["legacy", "release", "--legacy-id", "legacy-1"], [hidden, twoLines, reversed, long]],
])("refuses a malformed %s of %j", async (option, command, texts) => {
  for (const text of texts) {
    const { code, out, err } = await cli.local(...command, option, text);
    expect([code, out, err.startsWith(option)]).toEqual([2, "", true]);
  }
  expect(await cli.rows("audit")).toEqual([]);
});

it("takes a reason of every script, with a link to a ticket", async () => {
  const text = "O'Neil: \u0939\u093f\u0928\u094d\u0926\u0940, https://tickets.example.com/17";
  const { code } = await cli.local("accounts", "suspend", ...account, "--reason", text);
  expect(code).toBe(0);
  const [event] = await cli.events("account:acc-1");
  expect(JSON.stringify(event)).toContain(text);
});
