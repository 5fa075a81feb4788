import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import type { Directory } from "../../../shared/ports/index.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { ada, FIRST_ID, NOW, PASSWORD, profileOf, SUB } from "../../support/users.js";

const stage = (seed: MemorySeed = {}) => memoryPorts({ legacyUsers: [ada], now: NOW, ...seed });
const migration = (userName = ada.email, password = PASSWORD) =>
  sampleEvent("user-migration/sign-in", { userName, request: { password } });
const signIn = (sub: string, userId: string, legacyId = ada.id) =>
  sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
    userName: sub,
    request: {
      userAttributes: { sub, email: ada.email, "custom:user_id": userId, "custom:legacy_id": legacyId },
    },
  });
const types = ({ audit }: ReturnType<typeof stage>) => audit.events.map(({ type }) => type);
const conflictOf = ({ audit }: ReturnType<typeof stage>) =>
  audit.events.filter(({ type }) => type === "migration.conflict").map(({ details }) => details.reason);

describe("two legacy records of one address", () => {
  const twin = { ...ada, id: "legacy-43", password: "Another-Pass-1!" };

  it("are migrated once; the second record is refused with its reason", async () => {
    const ports = stage();
    expect((await userMigration(ports)(migration())).response).not.toEqual({});
    ports.legacy.answer = {
      kind: "match",
      user: { id: twin.id, email: twin.email, emailVerified: true, fields: {} },
    };
    for (let tries = 0; tries < 3; tries += 1)
      expect((await userMigration(ports)(migration())).response).toEqual({});
    expect(conflictOf(ports)).toEqual(["address_taken"]);
    expect([...ports.directory.legacyIdentities.values()]).toMatchObject([
      { legacyId: ada.id, state: "APPROVED", email: ada.email },
    ]);
    expect([...ports.directory.profiles.keys()]).toEqual([]);
  });

  it("requested a hundred times in parallel, in every spelling, create one identity", async () => {
    const users = [ada, twin].map((user) => ({ ...user, email: "zoë@example.com" }));
    const ports = stage({ legacyUsers: users });
    const legacy = {
      ...ports.legacy,
      verify: async (username: string, password: string) => {
        const found = users.find((user) => user.email === username && user.password === password);
        return found === undefined
          ? ({ kind: "refused" } as const)
          : ({ kind: "match", user: { ...found, emailVerified: true, fields: {} } } as const);
      },
    };
    const unlimited = {
      take: async () => ({ allowed: true, retryAfterSeconds: 0 }),
      refund: async () => {},
    };
    const spellings = [
      "zoë@example.com",
      "zoe\u0308@example.com",
      "ZOË@EXAMPLE.com",
      " Zoe\u0308@example.com ",
    ];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        userMigration({ ...ports, legacy, throttle: unlimited })(
          migration(spellings[index % 4], users[Math.floor(index / 4) % 2]?.password),
        ),
      ),
    );
    const given = answers.map(({ response }) => JSON.stringify(response));
    expect(new Set(given).size).toBe(2);
    expect(given.filter((text) => text === "{}")).toHaveLength(48); // what the twin asked
    expect(ports.directory.legacyIdentities.size).toBe(1);
    expect(types(ports).sort()).toEqual(["migration.approved", "migration.conflict"]);
  });
});

it("a legacy record with another address than it was migrated under is refused", async () => {
  const ports = stage();
  await userMigration(ports)(migration());
  ports.legacy.answer = {
    kind: "match",
    user: { id: ada.id, email: "new@example.com", emailVerified: true, fields: {} },
  };
  expect((await userMigration(ports)(migration("new@example.com"))).response).toEqual({});
  expect(conflictOf(ports)).toEqual(["other_address"]);
});

describe("what was lost", () => {
  it("a pool user: gets the same identity again, linked to the new pool user", async () => {
    const ports = stage();
    const first = await userMigration(ports)(migration());
    await postAuthentication(ports)(signIn(SUB, FIRST_ID));
    expect((await userMigration(ports)(migration())).response).toEqual(first.response);
    await postAuthentication(ports)(signIn("new-sub", FIRST_ID));

    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ state: "LINKED", sub: "new-sub" });
    expect(types(ports)).toEqual(["migration.approved", "migration.completed", "migration.completed"]);
    expect(ports.audit.events[2]?.details).toMatchObject({ sub: "new-sub", reason: "linked_again" });
  });

  it("the directory's row of a user of the pool: is written again from the pool's ids", async () => {
    const ports = stage({ profiles: [profileOf({ userId: "usr_own", sub: undefined })] });
    await postAuthentication(ports)(signIn(SUB, "usr_own"));
    await postAuthentication(ports)(signIn(SUB, "usr_own"));

    expect(ports.directory.legacyIdentities.get(ada.id)).toEqual({
      legacyId: ada.id,
      userId: "usr_own",
      email: ada.email,
      state: "LINKED",
      sub: SUB,
    });
    expect(types(ports)).toEqual(["migration.repaired", "migration.completed"]);
  });

  it("an approval that only the audit stream has: is written again", async () => {
    const ports = stage();
    await userMigration(ports)(migration());
    ports.directory.legacyIdentities.clear();
    const { response } = await userMigration(ports)(migration());
    expect(response).toMatchObject({ finalUserStatus: "CONFIRMED" });
    expect(types(ports)).toEqual(["migration.approved", "migration.repaired"]);
  });

  it("an identity of another user is not taken over: the sign-in is refused, and the conflict is recorded", async () => {
    const ports = stage();
    await userMigration(ports)(migration());
    const thrown = await rejectionOf(postAuthentication(ports)(signIn("sub-of-eve", "usr_eve")));
    expect(thrown.message).toBe(thrownWords("internal"));
    expect(conflictOf(ports)).toEqual(["other_user"]);
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({
      userId: FIRST_ID,
      state: "APPROVED",
    });
  });
});

describe("a lost approval that another delivery repairs at the same time", () => {
  const repairedFor = (userId: string) => {
    const ports = stage();
    const approveMigration: Directory["approveMigration"] = async (approval, event) => {
      await ports.directory.approveMigration({ ...approval, userId }, event);
      return "exists";
    };
    return {
      ports,
      handler: postAuthentication({ ...ports, directory: { ...ports.directory, approveMigration } }),
    };
  };

  it("is repaired for both, when it is for the same user", async () => {
    const { ports, handler } = repairedFor("usr_ada");
    await handler(signIn(SUB, "usr_ada"));
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({
      userId: "usr_ada",
      state: "LINKED",
    });
  });

  it("gives no tokens if it is for another user", async () => {
    const { ports, handler } = repairedFor("usr_other");
    const thrown = await rejectionOf(handler(signIn(SUB, "usr_ada")));
    expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({
      userId: "usr_other",
      state: "APPROVED",
    });
  });
});
