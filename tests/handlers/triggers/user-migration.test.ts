import { describe, expect, it } from "@jest/globals";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { sampleEvent } from "../../support/sample-event.js";
import { ada, FIRST_ID, NOW, PASSWORD, profileOf } from "../../support/users.js";

const signIn = (userName: string, password: string | null = PASSWORD) =>
  sampleEvent("user-migration/sign-in", { userName, request: { password } });
const forgot = (userName: string) => sampleEvent("user-migration/forgot-password", { userName });
const stage = (seed: MemorySeed = {}) => memoryPorts({ legacyUsers: [ada], now: NOW, ...seed });

const approval = {
  id: "migration.approved/legacy-42",
  type: "migration.approved",
  version: 1,
  subject: `user:${FIRST_ID}`,
  at: NOW,
  details: { userId: FIRST_ID, legacyId: "legacy-42", email: "ada@example.com" },
};

it("refuses a user who was suspended before their first sign-in", async () => {
  const profile = profileOf({ sub: undefined, status: "SUSPENDED" });
  const ports = stage({ prepared: [{ legacyId: "legacy-42", userId: profile.userId }], profiles: [profile] });
  const { response } = await userMigration(ports)(signIn("ada@example.com"));
  expect(response).toEqual({});
});

describe("a first sign-in", () => {
  it("admits a user that the legacy system confirms, without a message and with text attributes", async () => {
    const ports = stage();
    const { response } = await userMigration(ports)(signIn("ada@example.com"));

    expect(response).toEqual({
      userAttributes: {
        name: "Ada Lovelace",
        username: "ada@example.com",
        email: "ada@example.com",
        email_verified: "true",
        "custom:legacy_id": "legacy-42",
        "custom:user_id": FIRST_ID,
      },
      finalUserStatus: "CONFIRMED",
      messageAction: "SUPPRESS",
      desiredDeliveryMediums: ["EMAIL"],
      forceAliasCreation: false,
    });
    expect(ports.audit.events).toEqual([approval]);
    expect(ports.directory.legacyIdentities.get("legacy-42")).toMatchObject({
      ...{ state: "APPROVED", userId: FIRST_ID, email: "ada@example.com" },
    });
    // The link in the same sign-in writes the profile.
    expect(ports.directory.profiles.get(FIRST_ID)).toBeUndefined();
  });

  it("does not move an alias and enables no SMS factor", async () => {
    const { response } = await userMigration(stage())(signIn("ada@example.com"));
    expect(response).toMatchObject({ forceAliasCreation: false });
    expect(response).not.toHaveProperty("enableSMSMFA");
  });

  it("recognizes one user in every spelling of their address", async () => {
    const renée = { ...ada, email: "renée@example.com" };
    const ports = stage({ legacyUsers: [renée] });
    const spellings = ["RENÉE@example.com", " renée@Example.COM ", "rene\u0301e@example.com"];
    const answers = [];
    for (const spelling of spellings) answers.push((await userMigration(ports)(signIn(spelling))).response);

    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(answers[0]).toMatchObject({ userAttributes: { email: "renée@example.com" } });
    expect(ports.audit.events).toHaveLength(1);
  });

  it("uses the identity that was prepared for a user before they came", async () => {
    const ports = stage({
      prepared: [{ legacyId: "legacy-42", userId: "usr_ada" }],
      profiles: [profileOf({ sub: undefined, activeAccountId: "acc-1" })],
    });
    const { response } = await userMigration(ports)(signIn("ada@example.com"));

    expect(response).toMatchObject({ userAttributes: { "custom:user_id": "usr_ada" } });
    expect(ports.directory.profiles.get("usr_ada")).toMatchObject({ activeAccountId: "acc-1" });
  });

  it("migrates names, and no roles, groups or accounts", async () => {
    const fields = {
      given_name: "Ada",
      role: "Admin",
      "custom:user_id": "usr_x",
      email_verified: "true",
    };
    const ports = stage({ legacyUsers: [{ ...ada, emailVerified: false, fields }] });
    const { response } = await userMigration(ports)(signIn("ada@example.com"));

    expect(response).toHaveProperty("userAttributes", {
      given_name: "Ada",
      username: "ada@example.com",
      email: "ada@example.com",
      email_verified: "false",
      "custom:legacy_id": "legacy-42",
      "custom:user_id": FIRST_ID,
    });
  });
});

describe("a forgotten password", () => {
  it("needs no password, and leaves the user to choose a new one", async () => {
    const ports = stage();
    const { response } = await userMigration(ports)(forgot("ada@example.com"));

    expect(response).toMatchObject({ userAttributes: { email_verified: "true" }, messageAction: "SUPPRESS" });
    expect(response).not.toHaveProperty("finalUserStatus");
    expect(ports.audit.events).toEqual([approval]);
  });

  it("does not migrate a user with an unverified address in the legacy system", async () => {
    const ports = stage({ legacyUsers: [{ ...ada, emailVerified: false }] });
    const { response } = await userMigration(ports)(forgot("ada@example.com"));
    expect(response).toEqual({});
    expect(ports.audit.events).toMatchObject([
      { type: "migration.conflict", details: { legacyId: ada.id, reason: "address_unproved" } },
    ]);
  });

  it("of an unknown user is the same empty answer as at sign-in", async () => {
    const { response } = await userMigration(stage())(forgot("nobody@example.com"));
    expect(response).toEqual({});
  });
});
