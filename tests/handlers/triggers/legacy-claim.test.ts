import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { AuthError } from "../../../shared/domain/errors.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { ada, FIRST_ID, NOW, profileOf, SUB } from "../../support/people.js";
import { sampleEvent } from "../../support/sample-event.js";

const stage = (seed: MemorySeed = {}) => memoryPorts({ legacyUsers: [ada], now: NOW, ...seed });
type Stage = ReturnType<typeof stage>;
const first = (ports: Stage, attributes: object = {}) =>
  postConfirmation(ports)(
    sampleEvent("post-confirmation/first-sign-in-with-a-provider", {
      request: { userAttributes: attributes },
    }),
  );
const later = (ports: Stage) =>
  postAuthentication(ports)(sampleEvent("post-authentication/sign-in-with-a-provider"));
const types = ({ audit }: Stage) => audit.events.map(({ type }) => type);
const identity = ({ directory }: Stage) => directory.legacyIdentities.get(ada.id);

describe("somebody of the legacy system who comes by a provider", () => {
  it("trap 12: has their legacy id after the first sign-in, which runs no PostAuthentication", async () => {
    const ports = stage();
    await first(ports);
    expect(identity(ports)).toEqual({ legacyId: ada.id, userId: FIRST_ID, state: "LINKED", sub: SUB });
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({
      legacyId: ada.id,
      sub: SUB,
      status: "ACTIVE",
    });
    expect(types(ports)).toEqual(["migration.approved", "migration.completed", "user.confirmed"]);
    expect(ports.audit.events[1]?.details.reason).toBe("provider");
  });

  it("is who was prepared for them, with all that is prepared", async () => {
    const prepared = [{ legacyId: ada.id, userId: "usr_ada" }];
    const ports = stage({ prepared, profiles: [profileOf({ sub: undefined })] });
    await first(ports);
    expect(identity(ports)).toMatchObject({ userId: "usr_ada", state: "LINKED" });
    expect(await ports.directory.userIdBySub(SUB)).toBe("usr_ada");
  });

  it("who had signed in before gets it at the next sign-in, once", async () => {
    const ports = stage({ profiles: [profileOf()] });
    await later(ports);
    await later(ports);
    expect(identity(ports)).toMatchObject({ userId: "usr_ada", sub: SUB, state: "LINKED" });
    expect(types(ports)).toEqual(["migration.approved", "migration.completed"]);
    expect(ports.legacy.calls).toBe(1);
  });

  it("signs in while the legacy system is down, and gets it another time", async () => {
    const ports = stage();
    ports.legacy.answer = { kind: "unavailable", reason: "timeout" };
    await first(ports);
    expect([types(ports), ports.metrics.counted]).toEqual([
      ["signup.requested", "user.confirmed"],
      ["legacy_claim_failed"],
    ]);
    ports.legacy.answer = undefined;
    await later(ports);
    expect(identity(ports)).toMatchObject({ userId: FIRST_ID, state: "LINKED" });
  });

  it("signs in when the lookup fails, which is counted; a fault of ours is not hidden by that", async () => {
    const ports = stage({ profiles: [profileOf()] });
    const failing = (error: Error) =>
      later({ ...ports, legacy: { ...ports.legacy, lookup: () => Promise.reject(error) } });
    await failing(new AuthError("temporarily_unavailable"));
    expect([types(ports), ports.metrics.counted]).toEqual([[], ["legacy_claim_failed"]]);
    await expect(failing(new TypeError("a fault"))).rejects.toThrow("[internal]");
    expect(ports.metrics.counted.filter((name) => name === "legacy_claim_failed")).toHaveLength(1);
  });

  it("and later with the legacy password is the same user, whom both proofs belong to", async () => {
    const ports = stage();
    await first(ports);
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

describe("nobody is joined with a legacy record", () => {
  it("whose address the legacy system does not call proved: anybody can have typed it there", async () => {
    const ports = stage({ legacyUsers: [{ ...ada, emailVerified: false }] });
    await first(ports);
    expect(identity(ports)).toBeUndefined();
    expect(types(ports)).toEqual(["migration.conflict", "signup.requested", "user.confirmed"]);
  });

  it("that has another address than the one the provider proved", async () => {
    const ports = stage({ profiles: [profileOf()] });
    const user = { ...ada, email: "eve@example.com", emailVerified: true, fields: {} };
    ports.legacy.answer = { kind: "match", user };
    await later(ports);
    expect(identity(ports)).toBeUndefined();
    expect(ports.audit.events).toMatchObject([
      { type: "migration.conflict", details: { reason: "address_mismatch", userId: "usr_ada" } },
    ]);
  });

  it("that is another user's already", async () => {
    const ports = stage({ prepared: [{ legacyId: ada.id, userId: "usr_other" }], profiles: [profileOf()] });
    await later(ports);
    expect(identity(ports)).toMatchObject({ userId: "usr_other", state: "PREPARED" });
    expect(ports.audit.events).toMatchObject([
      { type: "migration.conflict", details: { reason: "other_user", userId: "usr_ada" } },
    ]);
  });

  it.each([{ email_verified: "false" }, { "cognito:user_status": "CONFIRMED" }])(
    "when no provider vouches for the address: %j",
    async (attributes) => {
      const ports = stage();
      await first(ports, attributes);
      expect([identity(ports), ports.legacy.calls]).toEqual([undefined, 0]);
    },
  );

  it("when the legacy system does not know them", async () => {
    const ports = stage({ legacyUsers: [] });
    await first(ports);
    expect(types(ports)).toEqual(["signup.requested", "user.confirmed"]);
  });
});
