import { describe, expect, it } from "@jest/globals";
import { followUps } from "../../../handlers/audit/follow-ups.js";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { AuthError } from "../../../shared/domain/errors.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { streamOf, streamRecord } from "../../support/audit-records.js";
import { sampleEvent } from "../../support/sample-event.js";
import { notices, TRIGGERS } from "../../support/triggers.js";
import { ada, FIRST_ID, NOW, profileOf, SUB } from "../../support/users.js";

const stage = (seed: MemorySeed = {}) => memoryPorts({ legacyUsers: [ada], now: NOW, ...seed });
type Stage = ReturnType<typeof stage>;
const first = "post-confirmation/first-sign-in-with-a-provider";
const { userName } = sampleEvent(first);

/** PreSignUp, before the pool has the user. */
const announced = (ports: Stage) =>
  TRIGGERS["pre-sign-up"](ports)(sampleEvent("pre-sign-up/external-provider", { userName }));
const confirmed = (ports: Stage, attributes: object = {}) =>
  postConfirmation(ports)(sampleEvent(first, { request: { userAttributes: attributes } }));
const arrive = async (ports: Stage) => {
  await announced(ports);
  await confirmed(ports);
};
const later = (ports: Stage) =>
  postAuthentication(ports)(sampleEvent("post-authentication/sign-in-with-a-provider"));
/** What the stream brings to the consumer: the requests that were recorded so far. */
const claims = (ports: Stage) =>
  followUps({ ...ports, notices })(
    streamOf(
      ports.audit.rows.filter(({ event }) => event.includes("migration.claim_requested")).map(streamRecord),
    ),
  );
const types = ({ audit }: Stage) => audit.events.map(({ type }) => type);
const identity = ({ directory }: Stage) => directory.legacyIdentities.get(ada.id);

describe("a user of the legacy system who comes by a provider", () => {
  it("has their legacy id after the first sign-in, which runs no PostAuthentication", async () => {
    const ports = stage();
    await arrive(ports);
    expect(identity(ports)).toEqual({
      ...{ legacyId: ada.id, email: ada.email },
      ...{ userId: FIRST_ID, state: "LINKED", sub: SUB },
    });
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({
      legacyId: ada.id,
      sub: SUB,
      status: "ACTIVE",
    });
    expect(types(ports)).toEqual(["migration.approved", "migration.completed", "user.confirmed"]);
    expect(ports.audit.events[1]?.details.reason).toBe("provider");
    expect(ports.legacy.calls).toBe(1);
  });

  it.each([
    ["an approved identity", [ada]],
    ["an address that the legacy system does not know", []],
  ])("leaves no address in what is kept of %s", async (_, legacyUsers) => {
    const ports = stage({ legacyUsers });
    await announced(ports);
    const kept = await ports.legacyLookupResults.of(userName);
    expect(kept).toMatchObject({ kind: legacyUsers.length > 0 ? "approved" : "unknown" });
    expect(JSON.stringify(kept)).not.toMatch(/@|ada\./);
  });

  it("has one legacy id after repeated deliveries", async () => {
    const ports = stage();
    await announced(ports);
    await arrive(ports);
    await confirmed(ports);
    await later(ports);
    expect(types(ports)).toEqual(["migration.approved", "migration.completed", "user.confirmed"]);
  });

  it("receives the prepared identity and everything that was prepared", async () => {
    const prepared = [{ legacyId: ada.id, userId: "usr_ada" }];
    const ports = stage({ prepared, profiles: [profileOf({ sub: undefined })] });
    await arrive(ports);
    expect(identity(ports)).toMatchObject({ userId: "usr_ada", state: "LINKED" });
    expect(await ports.directory.userIdBySub(SUB)).toBe("usr_ada");
  });

  it("keeps their user id when the pool's user was lost", async () => {
    const ports = stage();
    await userMigration(ports)(sampleEvent("user-migration/sign-in"));
    await postAuthentication(ports)(
      sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
        request: {
          userAttributes: { sub: "lost", "custom:user_id": FIRST_ID, "custom:legacy_id": ada.id },
        },
      }),
    );
    await arrive(ports);
    expect(await ports.directory.userIdBySub(SUB)).toBe(FIRST_ID);
    expect(identity(ports)).toMatchObject({ userId: FIRST_ID, sub: SUB, state: "LINKED" });
  });

  it("who signed in before gets the legacy id at the next sign-in, once", async () => {
    const ports = stage({ profiles: [profileOf()] });
    await later(ports);
    await later(ports);
    expect(ports.legacy.calls).toBe(0);
    await claims(ports);
    await claims(ports);
    await later(ports);
    expect(identity(ports)).toMatchObject({ userId: "usr_ada", sub: SUB, state: "LINKED" });
    expect(types(ports)).toEqual(["migration.claim_requested", "migration.approved", "migration.completed"]);
    expect(ports.legacy.calls).toBe(1);
  });

  it("signs in while the legacy system is down, and gets the legacy id after the outage without another sign-in", async () => {
    const ports = stage();
    ports.legacy.answer = { kind: "unavailable", reason: "timeout" };
    await arrive(ports);
    expect([types(ports), ports.metrics.counted]).toEqual([
      ["signup.requested", "user.confirmed", "migration.claim_requested"],
      ["legacy_claim_failed"],
    ]);
    expect((await claims(ports)).batchItemFailures).toHaveLength(1);
    ports.legacy.answer = undefined;
    expect(await claims(ports)).toEqual({ batchItemFailures: [] });
    expect(identity(ports)).toMatchObject({ userId: FIRST_ID, sub: SUB, state: "LINKED" });
  });

  it("gets the legacy id after the sign-in if PreSignUp stored no result", async () => {
    const ports = stage();
    await confirmed(ports);
    await claims(ports);
    expect(identity(ports)).toMatchObject({ userId: FIRST_ID, sub: SUB, state: "LINKED" });
  });

  it("is requested again at a sign-in of another hour", async () => {
    const ports = stage({ profiles: [profileOf()] });
    await later(ports);
    ports.clock.advance(60 * 60_000);
    await later(ports);
    expect(types(ports)).toEqual(["migration.claim_requested", "migration.claim_requested"]);
  });

  it("signs in if the look-up fails, which is counted; an internal failure is still reported", async () => {
    const ports = stage();
    const failing = (error: Error) =>
      announced({ ...ports, legacy: { ...ports.legacy, lookup: () => Promise.reject(error) } });
    await failing(new AuthError("temporarily_unavailable"));
    expect([types(ports), ports.metrics.counted]).toEqual([[], ["legacy_claim_failed"]]);
    await expect(failing(new TypeError("a fault"))).rejects.toThrow("[internal]");
    expect(ports.metrics.counted.filter((name) => name === "legacy_claim_failed")).toHaveLength(1);
  });

  it("is delivered again when the lookup of the claim fails, which is counted", async () => {
    const ports = stage({ profiles: [profileOf()] });
    await later(ports);
    const lookup = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const { batchItemFailures } = await claims({ ...ports, legacy: { ...ports.legacy, lookup } });
    expect(batchItemFailures).toHaveLength(1);
    expect(ports.metrics.counted).toEqual(["legacy_claim_failed", "follow_up_waiting"]);
  });

  it("is the same user after a later sign-in with the legacy password", async () => {
    const ports = stage();
    await arrive(ports);
    const { response } = await userMigration(ports)(sampleEvent("user-migration/sign-in"));
    expect(response.userAttributes).toMatchObject({ "custom:user_id": FIRST_ID, "custom:legacy_id": ada.id });
    await postAuthentication(ports)(
      sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
        request: {
          userAttributes: { sub: "native-sub", "custom:user_id": FIRST_ID, "custom:legacy_id": ada.id },
        },
      }),
    );
    await later(ports);
    expect(await ports.directory.userIdBySub("native-sub")).toBe(FIRST_ID);
    expect(await ports.directory.userIdBySub(SUB)).toBe(FIRST_ID);
    expect(identity(ports)).toMatchObject({ sub: "native-sub" });
  });
});

describe("a user is not linked to a legacy record", () => {
  it("whose address the legacy system has not verified: another user can have entered it", async () => {
    const ports = stage({ legacyUsers: [{ ...ada, emailVerified: false }] });
    await arrive(ports);
    await claims(ports);
    expect(identity(ports)).toBeUndefined();
    expect(types(ports)).toEqual([
      "signup.requested",
      "user.confirmed",
      "migration.claim_requested",
      "migration.conflict",
    ]);
    expect(ports.audit.events.at(-1)?.details).toMatchObject({
      reason: "address_unproved",
      userId: FIRST_ID,
    });
  });

  it("that was approved by a password for an unverified address, and never linked", async () => {
    const ports = stage({ legacyUsers: [{ ...ada, emailVerified: false }] });
    await userMigration(ports)(sampleEvent("user-migration/sign-in"));
    await arrive(ports);
    await claims(ports);
    expect(identity(ports)).toMatchObject({ state: "APPROVED" });
    expect(await ports.directory.userIdBySub(SUB)).not.toBe(FIRST_ID);
  });

  it("that has another address than the one the provider proved", async () => {
    const ports = stage({ profiles: [profileOf()] });
    const user = { ...ada, email: "eve@example.com", emailVerified: true, fields: {} };
    ports.legacy.answer = { kind: "match", user };
    await later(ports);
    await claims(ports);
    expect(identity(ports)).toBeUndefined();
    expect(ports.audit.events).toMatchObject([
      { type: "migration.claim_requested" },
      { type: "migration.conflict", details: { reason: "address_mismatch", userId: "usr_ada" } },
    ]);
  });

  it("that belongs to another user", async () => {
    const ports = stage({ prepared: [{ legacyId: ada.id, userId: "usr_other" }], profiles: [profileOf()] });
    await later(ports);
    await claims(ports);
    expect(identity(ports)).toMatchObject({ userId: "usr_other", state: "PREPARED" });
    expect(ports.audit.events).toMatchObject([
      { type: "migration.claim_requested" },
      { type: "migration.conflict", details: { reason: "other_user", userId: "usr_ada" } },
    ]);
  });

  it("that was approved for another address than the one they come with", async () => {
    const ports = stage();
    await announced(ports);
    await confirmed(ports, { email: "grace@example.com" });
    await claims(ports);
    expect(identity(ports)).toMatchObject({ state: "APPROVED" });
  });

  it.each([{ email_verified: "false" }, { "cognito:user_status": "CONFIRMED" }])(
    "when no provider verified the address: %j",
    async (attributes) => {
      const ports = stage();
      await confirmed(ports, attributes);
      await claims(ports);
      expect([identity(ports), ports.legacy.calls]).toEqual([undefined, 0]);
    },
  );

  it("when the legacy system does not have the user, which is asked once", async () => {
    const ports = stage({ legacyUsers: [] });
    await arrive(ports);
    expect(types(ports)).toEqual(["signup.requested", "user.confirmed"]);
    expect(ports.legacy.calls).toBe(1);
  });

  it("in a stage without a legacy system, where nothing is requested", async () => {
    const ports = { ...stage(), legacyStage: { hasSystem: false } };
    await confirmed(ports);
    await later(ports);
    expect(types(ports)).toEqual(["signup.requested", "user.confirmed"]);
  });
});
