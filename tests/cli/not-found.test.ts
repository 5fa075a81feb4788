/** What a command names does not exist: exit code 3 and a message that names it. An empty list is exit code 0. */
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

const account = ["--account", "acct_tpyo"];
const email = ["--email", "nobody@example.com"];
const user = ["--user", "usr_nobody"];
const reason = ["--reason", "x"];

it.each([
  [["keys", "list", ...account], "there is no account acct_tpyo"],
  [["accounts", "show", ...account], "there is no account acct_tpyo"],
  [["accounts", "owner", ...account, ...user, ...reason], "there is no account acct_tpyo"],
  [["accounts", "owner", "--account", "acc-1", ...user, ...reason], "there is no user usr_nobody"],
  [
    ["accounts", "create", "--name", "A", "--visible-id", "IN-6", "--cell", "c-1", "--owner", "usr_nobody"],
    "there is no user usr_nobody",
  ],
  [["invitations", "create", ...email, ...account, "--role", "Viewer"], "there is no account acct_tpyo"],
  [["invitations", "revoke", ...email, ...account, ...reason], "there is no account acct_tpyo"],
  [["users", "show", ...user], "there is no user usr_nobody"],
  [["users", "show", ...email], "there is no user nobody@example.com"],
  [["users", "suspend", ...user, ...reason], "there is no user usr_nobody"],
  [["users", "reinstate", ...email, ...reason], "there is no user nobody@example.com"],
  [["identities", "list", ...email], "there is no user nobody@example.com in the pool"],
  [["identities", "list", ...user], "there is no user usr_nobody in the pool"],
  [
    ["identities", "unlink", ...user, "--provider", "Google", ...reason],
    "there is no user usr_nobody in the pool",
  ],
  [["identities", "repair", ...email], "there is no user nobody@example.com"],
  [["keys", "revoke", "--key", "KeyOfNobody00001", ...reason], "there is no API key KeyOfNobody00001"],
])("%j names what does not exist, with exit code 3", async (args, words) => {
  expect(await cli.local(...args)).toEqual({ code: 3, out: "", err: words });
});

it.each([
  [["legacy", "explain", "--legacy-id", "nobody"], "no user has the legacy id nobody"],
  [["legacy", "release", "--legacy-id", "nobody", ...reason], "nobody belongs to no user"],
  [
    ["invitations", "revoke", ...email, "--account", "acc-1", ...reason],
    "nobody@example.com has no open invitation to acc-1",
  ],
])("%j names what does not exist in its answer, with exit code 3", async (args, words) => {
  expect(await cli.local(...args)).toEqual({ code: 3, out: words, err: "" });
});

it.each([
  [["keys", "list", "--account", "acc-1"], "acc-1 has no API keys"],
  [["accounts", "show", "--account", "acc-1"], "no owner"],
  [["invitations", "list", ...email], "nobody@example.com has no open invitation"],
  [["legacy", "conflicts", ...email], "nobody@example.com has no conflict"],
  [["identities", "duplicates"], "no address has more than one user"],
])("%j is an empty list, with exit code 0", async (args, words) => {
  expect(await cli.local(...args)).toEqual({ code: 0, out: expect.stringContaining(words), err: "" });
});
