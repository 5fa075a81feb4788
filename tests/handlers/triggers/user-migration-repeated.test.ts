import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { ada, FIRST_ID, NOW, SUB } from "../../support/users.js";

const stage = () => memoryPorts({ legacyUsers: [ada], now: NOW });
const migration = () => sampleEvent("user-migration/sign-in");
const firstSignIn = (sub = SUB) =>
  sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
    userName: sub,
    request: { userAttributes: { sub } },
  });

describe("a migration that is delivered more than once", () => {
  it("answers the same again and records one event", async () => {
    const ports = stage();
    const first = await userMigration(ports)(migration());
    ports.clock.advance(1_500);
    const second = await userMigration(ports)(migration());

    expect(second).toEqual(first);
    expect(ports.audit.events).toHaveLength(1);
    expect([...ports.directory.legacyIdentities.values()]).toHaveLength(1);
  });

  it("answers overlapping deliveries alike, with one identity and one event", async () => {
    const ports = stage();
    const answers = await Promise.all(Array.from({ length: 20 }, () => userMigration(ports)(migration())));

    expect(new Set(answers.map(({ response }) => JSON.stringify(response))).size).toBe(1);
    expect(ports.audit.events).toHaveLength(1);
    expect([...ports.directory.legacyIdentities.values()]).toHaveLength(1);
  });

  it("has the same result after an answer that Cognito did not receive", async () => {
    const ports = stage();
    ports.audit.broken = true;
    await rejectionOf(userMigration(ports)(migration()));
    ports.audit.broken = false;
    const { response } = await userMigration(ports)(migration());

    expect(response).toMatchObject({ userAttributes: { "custom:legacy_id": "legacy-42" } });
    expect(ports.audit.events).toHaveLength(1);
  });

  it("gives a sign-in and a forgotten password of one user the same identity", async () => {
    const ports = stage();
    const answers = await Promise.all([
      userMigration(ports)(migration()),
      userMigration(ports)(sampleEvent("user-migration/forgot-password")),
    ]);
    const ids = answers.map(({ response }) => response.userAttributes as Record<string, string>);
    expect(new Set(ids.map((attributes) => attributes["custom:user_id"])).size).toBe(1);
    expect(ports.audit.events).toHaveLength(1);
  });
});

describe("the first sign-in after a migration", () => {
  it("links the legacy identity to the pool's sub, once", async () => {
    const ports = stage();
    await userMigration(ports)(migration());
    const handler = postAuthentication(ports);
    await Promise.all([handler(firstSignIn()), handler(firstSignIn()), handler(firstSignIn())]);
    ports.clock.advance(60_000);
    await handler(firstSignIn());

    expect(ports.directory.legacyIdentities.get("legacy-42")).toEqual({
      legacyId: "legacy-42",
      userId: FIRST_ID,
      email: ada.email,
      state: "LINKED",
      sub: SUB,
    });
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["migration.approved", "migration.completed"]);
    expect(ports.audit.events[1]).toEqual({
      id: `migration.completed/legacy-42/${SUB}`,
      type: "migration.completed",
      version: 1,
      subject: `user:${FIRST_ID}`,
      at: NOW,
      details: { userId: FIRST_ID, sub: SUB, legacyId: "legacy-42", email: "ada@example.com" },
    });
  });

  it("keeps the user id when the pool, and with it the sub, is another one", async () => {
    const ports = stage();
    await userMigration(ports)(migration());
    await postAuthentication(ports)(firstSignIn("sub-in-the-old-pool"));
    await userMigration(ports)(migration());
    await postAuthentication(ports)(firstSignIn("sub-in-the-new-pool"));

    expect(ports.directory.legacyIdentities.get("legacy-42")).toMatchObject({
      userId: FIRST_ID,
      sub: "sub-in-the-new-pool",
    });
    expect(await ports.directory.userIdBySub("sub-in-the-new-pool")).toBe(FIRST_ID);
  });
});
