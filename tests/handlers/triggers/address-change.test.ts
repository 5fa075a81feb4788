import { describe, expect, it } from "@jest/globals";
import { followUps } from "../../../handlers/audit/follow-ups.js";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { AuthError } from "../../../shared/domain/errors.js";
import type { PoolUser } from "../../../shared/domain/pool-user.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { streamOf, streamRecord } from "../../support/audit-records.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { type SampleEvent, sampleEvent } from "../../support/sample-event.js";
import { notices, TRIGGERS } from "../../support/triggers.js";
import { ada, FIRST_ID, NOW, profileOf, SUB } from "../../support/users.js";

const stage = (seed: MemorySeed = {}) => memoryPorts({ legacyUsers: [ada], now: NOW, ...seed });
type Stage = ReturnType<typeof stage>;
const MOVED = "ada.king@example.com";
const google = { provider: "Google", subject: "g-1" };

const poolUser = (change: Partial<PoolUser> = {}): PoolUser => ({
  ...{ username: SUB, sub: SUB, email: ada.email, emailVerified: true, enabled: true, status: "CONFIRMED" },
  ...{ userId: undefined, identities: [] },
  ...change,
});
const federated = (change: Partial<PoolUser> = {}): PoolUser =>
  poolUser({
    ...{ username: "google_g-1", sub: "google-sub", status: "EXTERNAL_PROVIDER", identities: [google] },
    ...change,
  });
const hold = (ports: Stage, user: PoolUser) => ports.poolDirectory.users.set(user.username, user);

const signIn = () => sampleEvent("user-migration/sign-in");
const forgot = () => sampleEvent("user-migration/forgot-password");
const migrate = (ports: Stage, event = signIn()) => userMigration(ports)(event);
const arrived = (sub: string, attributes: Record<string, string> = {}) =>
  sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
    userName: sub,
    request: {
      userAttributes: {
        ...{ sub, email: ada.email, email_verified: "true" },
        ...{ "custom:user_id": FIRST_ID, "custom:legacy_id": ada.id, ...attributes },
      },
    },
  });
/** Ada, migrated and signed in; the pool has `user` for her. */
const linked = async (user: PoolUser, seed: MemorySeed = {}) => {
  const ports = stage(seed);
  await migrate(ports);
  await postAuthentication(ports)(arrived(user.sub));
  hold(ports, user);
  return ports;
};
const types = ({ audit }: Stage) => audit.events.map(({ type }) => type);
const conflicts = ({ audit }: Stage) =>
  audit.events.filter(({ type }) => type === "migration.conflict").map(({ details }) => details.reason);

describe("a legacy identity whose pool user exists with another address", () => {
  it.each<[string, () => SampleEvent]>([
    ["the legacy password", signIn],
    ["a forgotten password", forgot],
  ])("is not migrated again by %s", async (_, event) => {
    const ports = await linked(poolUser({ email: MOVED }));
    expect((await migrate(ports, event())).response).toEqual({});
    expect(conflicts(ports)).toEqual(["pool_user_there"]);
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ state: "LINKED", sub: SUB });
  });

  it("is not given to a user of a provider who has the old address", async () => {
    const ports = await linked(poolUser({ email: MOVED }));
    const preSignUp = sampleEvent("pre-sign-up/external-provider");
    await TRIGGERS["pre-sign-up"](ports)(preSignUp);
    expect(await ports.legacyLookupResults.of(preSignUp.userName)).toBeUndefined();
  });

  it("withholds the tokens of a second pool user", async () => {
    const ports = await linked(poolUser({ email: MOVED }));
    const thrown = await rejectionOf(postAuthentication(ports)(arrived("second-sub")));
    expect(thrown.message).toBe(thrownWords("internal"));
    expect(conflicts(ports)).toEqual(["pool_user_there"]);
    expect(await ports.directory.userIdBySub("second-sub")).toBeUndefined();
  });

  it("is linked by a password reset, before the first sign-in", async () => {
    const ports = stage();
    await migrate(ports, forgot());
    const attributes = { "custom:user_id": FIRST_ID, "custom:legacy_id": ada.id, sub: SUB };
    const confirmed = () =>
      postConfirmation(ports)(
        sampleEvent("post-confirmation/confirm-forgot-password", {
          userName: SUB,
          request: { userAttributes: attributes },
        }),
      );
    await Promise.all([confirmed(), confirmed()]);
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ state: "LINKED", sub: SUB });
    hold(ports, poolUser({ email: MOVED }));
    expect((await migrate(ports, forgot())).response).toEqual({});
  });

  it("is refused as unavailable while the pool does not answer", async () => {
    const ports = await linked(poolUser({ email: MOVED }));
    ports.poolDirectory.broken = true;
    const thrown = await rejectionOf(migrate(ports));
    expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
  });
});

describe("a legacy identity whose pool user exists with the same address", () => {
  it("is answered again: an overlapping sign-in has just created the user", async () => {
    const ports = stage();
    const first = await migrate(ports);
    await postAuthentication(ports)(arrived(SUB));
    hold(ports, poolUser());
    expect((await migrate(ports)).response).toEqual(first.response);
    expect(conflicts(ports)).toEqual([]);
  });

  it("joins the user of a provider with the native user, once the password is proved", async () => {
    const ports = await linked(federated());
    expect((await migrate(ports)).response).toMatchObject({
      userAttributes: { "custom:user_id": FIRST_ID },
    });
    hold(ports, poolUser({ username: "native-sub", sub: "native-sub" }));
    await postAuthentication(ports)(arrived("native-sub"));

    expect([...ports.poolDirectory.users.values()]).toMatchObject([
      { sub: "native-sub", identities: [google] },
    ]);
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ sub: "native-sub" });
    expect(types(ports)).toEqual([
      "migration.approved",
      "migration.completed",
      "identity.merge_started",
      "identity.merged",
      "migration.completed",
    ]);
  });

  it("keeps the user of a provider if another user only entered the address", async () => {
    const ports = await linked(federated());
    expect((await migrate(ports, forgot())).response).toEqual({});
    expect(conflicts(ports)).toEqual(["pool_user_there"]);
  });

  it("keeps the user of a provider when the legacy system has not verified the address", async () => {
    const ports = await linked(federated(), { legacyUsers: [{ ...ada, emailVerified: false }] });
    expect((await migrate(ports)).response).toEqual({});
  });

  it("joins them once in overlapping calls, of which the pool accepts one link", async () => {
    const ports = await linked(federated());
    await migrate(ports);
    hold(ports, poolUser({ username: "native-sub", sub: "native-sub" }));
    const link = async (...call: Parameters<typeof ports.poolDirectory.link>) => {
      await ports.poolDirectory.link(...call);
      throw new AuthError("temporarily_unavailable");
    };
    await postAuthentication({ ...ports, poolDirectory: { ...ports.poolDirectory, link } })(
      arrived("native-sub"),
    );
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ sub: "native-sub" });
  });

  it("completes a join that was interrupted", async () => {
    const ports = await linked(federated());
    await migrate(ports);
    hold(ports, poolUser({ username: "native-sub", sub: "native-sub" }));
    const link = () => Promise.reject(new Error("the function died"));
    const dying = { ...ports, poolDirectory: { ...ports.poolDirectory, link } };
    await rejectionOf(postAuthentication(dying)(arrived("native-sub")));
    await postAuthentication(ports)(arrived("native-sub"));
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ sub: "native-sub" });
    expect([...ports.poolDirectory.users.keys()]).toEqual(["native-sub"]);
  });
});

describe("an address that changed in the pool", () => {
  const moved = { email: MOVED, "custom:user_id": "", "custom:legacy_id": "" };
  const profile = (ports: Stage) => ports.directory.profiles.get("usr_ada");

  it("reaches the profile at the next sign-in, once, and no event holds an address", async () => {
    const ports = stage({ profiles: [profileOf()] });
    const first = arrived(SUB, moved);
    await Promise.all([postAuthentication(ports)(first), postAuthentication(ports)(first)]);
    expect(profile(ports)?.email).toBe(MOVED);
    expect(types(ports)).toEqual(["user.email_changed"]);
    expect(JSON.stringify(ports.audit.events)).not.toContain("@");
    expect(await ports.directory.addressChange("usr_ada", NOW)).toEqual({ from: ada.email, to: MOVED });
  });

  it("is reported to the owner at both addresses once, also if the event is delivered again", async () => {
    const ports = stage({ profiles: [profileOf()] });
    await postAuthentication(ports)(arrived(SUB, moved));
    const deliver = () => followUps({ ...ports, notices })(streamOf(ports.audit.rows.map(streamRecord)));
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    await deliver();
    const subject = expect.stringContaining("has changed");
    expect(ports.messenger.sent).toMatchObject([
      { to: ada.email, subject },
      { to: MOVED, subject },
    ]);
  });

  it("is reported later if the addresses cannot be read", async () => {
    const ports = stage({ profiles: [profileOf()] });
    await postAuthentication(ports)(arrived(SUB, moved));
    const records = streamOf(ports.audit.rows.map(streamRecord));
    ports.directory.broken = true;
    expect((await followUps({ ...ports, notices })(records)).batchItemFailures).toHaveLength(1);
    expect(ports.messenger.sent).toEqual([]);
  });

  const refresh = (userAttributes: Record<string, string>) =>
    sampleEvent("pre-token-generation/refresh-tokens", {
      userName: SUB,
      request: { userAttributes: { sub: SUB, email_verified: "true", ...userAttributes } },
    });

  it("reaches the profile at the next refresh", async () => {
    const ports = stage({ profiles: [profileOf()] });
    await TRIGGERS["pre-token-generation"](ports)(refresh({ email: MOVED }));
    expect(profile(ports)?.email).toBe(MOVED);
  });

  it("does not cost the claims of a refresh when the profile cannot be written", async () => {
    const ports = stage({ profiles: [profileOf()] });
    const expected = await TRIGGERS["pre-token-generation"](ports)(refresh({ email: ada.email }));
    ports.audit.broken = true;
    const { response } = await TRIGGERS["pre-token-generation"](ports)(refresh({ email: MOVED }));
    expect(response).toEqual(expected.response);
    expect(profile(ports)?.email).toBe(ada.email);
  });

  it.each([
    ["is unverified", SUB, { email_verified: "false" }],
    ["is no address", SUB, { email: "ada" }],
    ["is of a pool user whom the profile does not name", "other-sub", { "custom:user_id": "usr_ada" }],
  ])("does not reach the profile if it %s", async (_, sub, attributes) => {
    const ports = stage({ profiles: [profileOf()] });
    if (sub !== SUB)
      await ports.directory.createProfile(
        { userId: "usr_ada", sub, email: ada.email, status: "ACTIVE" },
        { id: "e", type: "user.provisioned", version: 1, subject: "user:usr_ada", at: NOW, details: {} },
      );
    if (sub !== SUB) ports.directory.profiles.set("usr_ada", profileOf());
    await postAuthentication(ports)(arrived(sub, { ...moved, ...attributes }));
    expect(profile(ports)?.email).toBe(ada.email);
  });
});
