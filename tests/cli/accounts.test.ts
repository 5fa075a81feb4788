import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";

let cli: CliWorld;
beforeAll(async () => {
  process.env.OPERATOR = "ops";
  cli = await startCliWorld("http://127.0.0.1:9");
  for (const name of ["ada", "grace", "suspended"])
    await cli.put("directory", {
      ...{ pk: `USER#usr_${name}`, sk: "PROFILE", user_id: `usr_${name}` },
      ...{ email: `${name}@example.com`, status: name === "suspended" ? "SUSPENDED" : "ACTIVE" },
    });
});
afterAll(() => cli.close());

const create = (visible: string, ...more: string[]) =>
  cli.json(
    "accounts",
    "create",
    "--name",
    "Initech",
    "--visible-id",
    visible,
    "--cell",
    "cell-eu-2",
    ...more,
  );
const made = async (visible: string, ...more: string[]): Promise<string> => {
  const { answer } = await create(visible, ...more);
  return (answer.account as { systemAccountId: string }).systemAccountId;
};
const step = async (verb: string, id: string) =>
  (await cli.json("accounts", verb, "--account", id, "--reason", "unpaid")).answer.outcome;

describe("accounts create", () => {
  it("creates an account with its owner, in the cell that the command names", async () => {
    const id = await made("IN-1", "--owner", "usr_ada");
    expect(await cli.directory.standing("usr_ada", id)).toMatchObject({
      account: { name: "Initech", visibleAccountId: "IN-1", cellId: "cell-eu-2", ownerCount: 1 },
      membership: { role: "Admin", owner: true, status: "ACTIVE" },
      profile: { membershipCount: 1, activeAccountId: id },
    });
    expect(await cli.events(`account:${id}`)).toMatchObject([
      { type: "account.created", details: { operator: "ops", userId: "usr_ada" } },
    ]);
  });

  it.each([
    [["--visible-id", "IN-TAKEN", "--cell", "cell-1"], /--name is missing/],
    [["--name", "a\nb", "--visible-id", "IN-5", "--cell", "cell-1"], /--name takes/],
    [["--name", "\u200b\u202e", "--visible-id", "IN-5", "--cell", "cell-1"], /--name takes/],
    [["--name", "See www.evil.example", "--visible-id", "IN-5", "--cell", "cell-1"], /--name takes/],
    [["--name", "A", "--visible-id", "IN-5", "--cell", "cell-1", "--owner", "usr\u200b"], /--owner is not/],
    [["--name", "A", "--visible-id", "x y", "--cell", "cell-1"], /--visible-id takes/],
    [["--name", "A", "--visible-id", "IN-5", "--cell", "Cell 1"], /--cell takes/],
    [["--name", "A", "--visible-id", "in-taken", "--cell", "cell-1"], /in-taken is taken/],
    [
      ["--name", "A", "--visible-id", "IN-6", "--cell", "cell-1", "--owner", "usr_suspended"],
      /the owner is not an ACTIVE user/,
    ],
  ])("%j creates no account", async (args, words) => {
    await cli.local("accounts", "create", "--name", "T", "--visible-id", "IN-TAKEN", "--cell", "cell-1");
    const { code, err } = await cli.local("accounts", "create", ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(words)]);
  });
});

describe("the status of an account", () => {
  it("goes through suspension, closing and back, each step once, with the reason", async () => {
    const id = await made("IN-2", "--owner", "usr_ada");
    const outcomes = [];
    for (const verb of ["reopen", "suspend", "suspend", "close", "close", "suspend", "reopen", "reopen"])
      outcomes.push([verb, await step(verb, id)]);
    expect(outcomes).toEqual([
      ["reopen", "unchanged"],
      ["suspend", "changed"],
      ["suspend", "unchanged"],
      ["close", "changed"],
      ["close", "unchanged"],
      ["suspend", "unchanged"],
      ["reopen", "changed"],
      ["reopen", "unchanged"],
    ]);
    expect((await cli.directory.standing("usr_ada", id)).membership).toMatchObject({ status: "ACTIVE" });
    expect((await cli.events(`account:${id}`)).slice(1)).toMatchObject([
      { type: "account.suspended", details: { reason: "unpaid", operator: "ops" } },
      { type: "account.closed" },
      { type: "account.reopened" },
    ]);
  });

  it("of an unknown account cannot change", async () => {
    for (const verb of ["suspend", "close", "reopen"]) {
      const { code, err } = await cli.local("accounts", verb, "--account", "acct_none", "--reason", "x");
      expect([code, err]).toEqual([3, "there is no account acct_none"]);
    }
    expect((await cli.local("accounts", "suspend", "--account", "acct_none")).err).toMatch(
      /--reason is missing/,
    );
  });
});

describe("accounts owner", () => {
  it("makes a member an owner, once, and accounts show names the owner", async () => {
    const id = await made("IN-3");
    expect((await cli.local("accounts", "show", "--account", id)).out).toContain("no owner");
    await cli.givenMemberships({
      userId: "usr_grace",
      systemAccountId: id,
      role: "Viewer",
      status: "ACTIVE",
    });
    const owner = () =>
      cli.json("accounts", "owner", "--account", id, "--user", "usr_grace", "--reason", "x");
    expect([(await owner()).answer.outcome, (await owner()).answer.outcome]).toEqual([
      "changed",
      "unchanged",
    ]);
    const { answer } = await cli.json("accounts", "show", "--account", id);
    expect(answer).toMatchObject({
      account: { systemAccountId: id, ownerCount: 1 },
      owners: [{ userId: "usr_grace", role: "Admin", owner: true }],
    });
  });

  it("is for ACTIVE members alone", async () => {
    const id = await made("IN-4");
    const { code, err } = await cli.local(
      ...["accounts", "owner", "--account", id, "--user", "usr_ada", "--reason", "x"],
    );
    expect([code, err]).toEqual([2, expect.stringMatching(/usr_ada is not an ACTIVE member/)]);
  });
});
