import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { DEFAULT_ROLES } from "../../shared/domain/role.js";
import { acceptInvitations } from "../../shared/flows/accounts/accept-invitations.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf } from "../support/users.js";

let cli: CliWorld;
beforeAll(async () => {
  process.env.OPERATOR = "ops";
  cli = await startCliWorld("http://127.0.0.1:9");
  await cli.givenAccounts(accountOf(), accountOf({ systemAccountId: "acc-closed", status: "CLOSED" }));
});
afterAll(() => cli.close());

const to = (email: string, account = "acc-1") => ["--email", email, "--account", account];
const create = (email: string, ...more: string[]) =>
  cli.json("invitations", "create", ...to(email), "--role", "Viewer", ...more);
const open = async (email: string) =>
  (await cli.json("invitations", "list", "--email", email)).answer.invitations as Record<string, unknown>[];

it("an invitation is open until it expires, and its token is shown once", async () => {
  const { answer } = await create("Hedy@Example.com", "--days", "2");
  const { token, invitation } = answer as { token: string; invitation: { expiresAtSeconds: number } };
  expect(await open("hedy@example.com")).toEqual([
    expect.objectContaining({
      email: "hedy@example.com",
      systemAccountId: "acc-1",
      role: "Viewer",
      invitedBy: "ops",
    }),
  ]);
  expect(token).toMatch(/^invite_[0-9a-f]{32}$/);
  expect(JSON.stringify(await open("hedy@example.com"))).not.toContain(token);
  expect(Math.abs(invitation.expiresAtSeconds - Date.now() / 1000 - 2 * 86_400)).toBeLessThan(60);
});

it("a user with the address becomes a member through it", async () => {
  await create("joan@example.com");
  await cli.put("directory", {
    pk: "USER#usr_joan",
    sk: "PROFILE",
    user_id: "usr_joan",
    email: "joan@example.com",
    status: "ACTIVE",
  });
  const deps = {
    clock: { now: () => new Date() },
    invitations: cli.invitations,
    directory: cli.directory,
    roles: DEFAULT_ROLES,
  };
  await acceptInvitations(deps, { userId: "usr_joan", email: "joan@example.com", emailVerified: true });
  expect((await cli.directory.memberships("usr_joan", { limit: 10 })).items).toMatchObject([
    { systemAccountId: "acc-1", role: "Viewer" },
  ]);
  expect(await open("joan@example.com")).toEqual([]);
});

it("a revoked invitation is removed once, and the event names the operator", async () => {
  await create("mary@example.com");
  const revoke = () => cli.json("invitations", "revoke", ...to("mary@example.com"), "--reason", "x");
  const outcomes = [await revoke(), await revoke()].map(({ code, answer }) => [code, answer.outcome]);
  expect(outcomes).toEqual([
    [0, "revoked"],
    [3, "none"],
  ]);
  expect(await open("mary@example.com")).toEqual([]);
});

it.each([
  [
    ["--email", "a@example.com", "--account", "acc-closed", "--role", "Viewer"],
    /the account acc-closed is not ACTIVE/,
  ],
  [
    ["--email", "a@example.com", "--account", "acc-1", "--role", "Owner"],
    /--role takes Admin, Manager, Viewer/,
  ],
  [["--email", "a@example.com", "--account", "acc-1", "--role", "Viewer", "--days", "91"], /--days takes/],
  [["--email", "a", "--account", "acc-1", "--role", "Viewer"], /--email takes/],
  [["--email", "a@example.com", "--role", "Viewer"], /--account is missing/],
])("%j creates no invitation", async (args, words) => {
  const { code, err } = await cli.local("invitations", "create", ...args);
  expect([code, err]).toEqual([2, expect.stringMatching(words)]);
  expect(await open("a@example.com")).toEqual([]);
});
