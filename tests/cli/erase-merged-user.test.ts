/** `users erase` of a user into whom a duplicate was merged. */
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import { type DuplicatesWorld, startDuplicatesWorld } from "./duplicates-world.js";

let world: DuplicatesWorld;
beforeAll(async () => {
  world = await startDuplicatesWorld();
});
afterAll(() => world.close());

it("erases the merged profile, too, and is refused for the merged profile alone", async () => {
  const { cli } = world;
  const legacyIds = { federated: "legacy-merged" };
  const { email, userId, duplicateUserId, federated } = await world.givenDuplicate(
    { federated: [{ systemAccountId: "acc-1", role: "Viewer", status: "ACTIVE" }] },
    legacyIds,
  );
  expect((await cli.json("identities", "repair", "--apply", "--email", email)).code).toBe(0);
  expect(await cli.directory.profile(duplicateUserId)).toMatchObject({ mergedInto: userId });

  expect((await cli.local("users", "show", "--email", email)).out).toContain(
    `${duplicateUserId}  ${email}  SUSPENDED, merged into ${userId}`,
  );

  const reason = ["--reason", "request 18"];
  const alone = await cli.local("users", "erase", "--user", duplicateUserId, ...reason);
  expect(alone.code).toBe(2);
  expect(alone.err).toContain(`${duplicateUserId} was merged into ${userId}`);
  expect(await cli.json("users", "erase", "--email", email, ...reason)).toEqual({
    code: 0,
    answer: { userId, outcome: "erased", ownerless: [] },
  });

  const { Items: left } = await cli.client.send(new ScanCommand({ TableName: cli.tables.directory }));
  for (const name of [email, userId, duplicateUserId, federated.sub, "legacy-merged"])
    expect(JSON.stringify(left)).not.toContain(name);
  for (const id of [userId, duplicateUserId]) {
    const events = await cli.events(userSubject(id));
    expect(events.filter(({ type }) => type === "user.erased")).toHaveLength(1);
    const line = JSON.stringify({ legacyId: "legacy-new", email: "new@example.com", userId: id });
    expect((await cli.json("legacy", "prepare", await cli.file("new.jsonl", line))).answer).toMatchObject({
      refused: [{ line: 1, reason: "erased" }],
    });
  }
  expect(await cli.local("users", "erase", "--email", email, ...reason)).toMatchObject({ code: 3 });
});
