/** The attribute `custom:legacy_id` of a federated user, for systems that read the legacy id from the pool. */
import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { sampleEvent } from "../../support/sample-event.js";
import { TRIGGERS } from "../../support/triggers.js";
import { ada, FIRST_ID, NOW, SUB } from "../../support/users.js";

const first = "post-confirmation/first-sign-in-with-a-provider";
const { userName } = sampleEvent(first);

const stage = (legacyUsers = [ada]) => {
  const ports = memoryPorts({ legacyUsers, now: NOW });
  const held = { username: userName, sub: SUB, email: ada.email, emailVerified: true, enabled: true };
  ports.poolDirectory.users.set(userName, {
    ...{ ...held, status: "EXTERNAL_PROVIDER", userId: undefined, identities: [] },
  });
  let writes = 0;
  const setLegacyId = (...call: Parameters<typeof ports.poolDirectory.setLegacyId>) => {
    writes += 1;
    return ports.poolDirectory.setLegacyId(...call);
  };
  const attribute = () => ports.poolDirectory.users.get(userName)?.legacyId;
  return {
    ports: { ...ports, poolAttributes: { setLegacyId } },
    attribute,
    writes: () => writes,
  };
};
type Stage = ReturnType<typeof stage>;

const arrive = async ({ ports }: Stage) => {
  await TRIGGERS["pre-sign-up"](ports)(sampleEvent("pre-sign-up/external-provider", { userName }));
  await postConfirmation(ports)(sampleEvent(first));
};
/** A later sign-in, with the attributes that the pool has. */
const later = async ({ ports, attribute }: Stage) => {
  const userAttributes = { "custom:legacy_id": attribute() ?? "" };
  const change = { userName, request: { userAttributes } };
  await postAuthentication(ports)(sampleEvent("post-authentication/sign-in-with-a-provider", change));
};

describe("the attribute custom:legacy_id of a federated user", () => {
  it("is written with the link, and not again", async () => {
    const world = stage();
    await arrive(world);
    expect([world.attribute(), world.writes()]).toEqual([ada.id, 1]);
    await later(world);
    await later(world);
    expect([world.attribute(), world.writes()]).toEqual([ada.id, 1]);
  });

  it("is the same after repeated deliveries", async () => {
    const world = stage();
    await arrive(world);
    await arrive(world);
    expect(world.attribute()).toBe(ada.id);
    expect(world.ports.audit.events.map(({ type }) => type)).toEqual([
      ...["migration.approved", "migration.completed", "user.confirmed"],
    ]);
  });

  it("does not prevent the sign-in if it cannot be written, and the next sign-in writes it", async () => {
    const world = stage();
    world.ports.poolDirectory.broken = true;
    await arrive(world);
    expect(world.ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ state: "LINKED", sub: SUB });
    expect([world.attribute(), world.ports.metrics.counted]).toEqual([undefined, ["legacy_id_unwritten"]]);
    world.ports.poolDirectory.broken = false;
    await later(world);
    expect(world.attribute()).toBe(ada.id);
  });

  it("is replaced if the user has another legacy id by now", async () => {
    const world = stage();
    await arrive(world);
    await world.ports.poolDirectory.setLegacyId("", userName, "legacy-other");
    await later(world);
    expect(world.attribute()).toBe(ada.id);
  });

  it("is not written for an identity that is another user's by now", async () => {
    const world = stage();
    await arrive(world);
    const { legacyIdentities } = world.ports.directory;
    const identity = legacyIdentities.get(ada.id);
    if (identity === undefined) throw new Error("no identity");
    legacyIdentities.set(ada.id, { ...identity, userId: "usr_other" });
    await world.ports.poolDirectory.setLegacyId("", userName, "");
    await later(world);
    expect([world.attribute(), world.writes()]).toEqual(["", 1]);
  });

  it("is not written for a user whom the legacy system does not know", async () => {
    const world = stage([]);
    await arrive(world);
    await later(world);
    expect([world.attribute(), world.writes()]).toEqual([undefined, 0]);
    expect(world.ports.directory.profiles.get(FIRST_ID)?.legacyId).toBeUndefined();
  });
});
