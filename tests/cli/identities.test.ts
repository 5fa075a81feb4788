import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import { type DuplicatesWorld, startDuplicatesWorld } from "./duplicates-world.js";

let world: DuplicatesWorld;
beforeAll(async () => {
  world = await startDuplicatesWorld();
});
afterAll(() => world.close());

const repair = async (...args: string[]) => {
  const { code, answer } = await world.cli.json("identities", "repair", ...args);
  return { code, ...(answer as { applied: boolean; steps: Record<string, unknown>[] }) };
};
const typesOf = async (userId: string) =>
  (await world.cli.events(userSubject(userId))).map(({ type, details }) =>
    details.systemAccountId === undefined ? type : `${type} ${details.systemAccountId} ${details.reason}`,
  );

describe("identities list", () => {
  it("shows the pool's users of an address with their identities, native and federated", async () => {
    const { email, username, federated } = await world.givenDuplicate();
    const { answer } = await world.cli.json("identities", "list", "--email", email);
    expect(answer.poolUsers).toHaveLength(2);
    const { out } = await world.cli.local("identities", "list", "--email", email);
    expect(out.split("\n").sort()).toEqual(
      [
        `${username}  native, CONFIRMED  no identity`,
        `${federated.username}  federated, EXTERNAL_PROVIDER  Google/${federated.subject}`,
      ].sort(),
    );
  });
});

describe("identities unlink", () => {
  it("removes a linked identity, with its event, and succeeds if it is repeated", async () => {
    const { email, userId, federated } = await world.givenDuplicate();
    await repair("--apply", "--email", email);
    const args = ["identities", "unlink", "--email", email, "--provider", "Google", "--reason", "not hers"];
    const outcomes = [await world.cli.json(...args), await world.cli.json(...args)];

    expect(outcomes.map(({ answer }) => answer.outcome)).toEqual(["unlinked", "not_linked"]);
    expect((await world.poolUsers(email))[0]?.identities).toEqual([]);
    expect((await typesOf(userId)).at(-1)).toBe("identity.unlinked");
    expect(federated.subject).not.toBe("");
  });

  it("refuses a user who has no other way to sign in", async () => {
    await world.givenFederated("only-google@example.com");
    const { code, answer } = await world.cli.json(
      ...[
        "identities",
        "unlink",
        "--email",
        "only-google@example.com",
        "--provider",
        "Google",
        "--reason",
        "x",
      ],
    );
    expect([code, answer.outcome]).toEqual([1, "no_other_way_in"]);
    expect(await world.poolUsers("only-google@example.com")).toHaveLength(1);
  });
});

describe("identities duplicates", () => {
  it("finds only addresses with several pool users or several profiles", async () => {
    const { email } = await world.givenDuplicate();
    await world.givenFederated("alone@example.com");
    await world.givenProfile({ userId: "usr_two1", email: "two-profiles@example.com" });
    await world.givenProfile({ userId: "usr_two2", email: "two-profiles@example.com" });
    const { answer } = await world.cli.json("identities", "duplicates");
    const found = (answer.duplicates as { email: string }[]).map((each) => each.email);

    expect(found).toEqual(expect.arrayContaining([email, "two-profiles@example.com"]));
    expect(found).not.toContain("alone@example.com");
    expect(found).not.toContain("only-google@example.com");
  });
});
