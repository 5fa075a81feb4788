/** The ways into the pool, by the triggers that each of them calls: all of them end with one ACTIVE profile. */
import { describe, expect, it } from "@jest/globals";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { type SampleChange, sampleEvent } from "../../support/sample-event.js";
import { TRIGGERS } from "../../support/triggers.js";
import { ada, NOW, PASSWORD, SUB } from "../../support/users.js";

type Step = readonly [trigger: keyof typeof TRIGGERS, sample: string, change?: SampleChange];

const CODE: Step = ["post-confirmation", "confirm-sign-up"];
const SIGN_IN: Step = ["post-authentication", "sign-in"];
const RESET: Step = ["post-confirmation", "confirm-forgot-password"];
const MARY: Step = ["pre-sign-up", "sign-up"];
const MIGRATION: Step = ["user-migration", "sign-in", { request: { password: PASSWORD } }];
const MIGRATED: Step = ["pre-sign-up", "admin-create-user"];

/** By the order of triggers that Cognito documents for each flow. */
const PATHS: Readonly<Record<string, readonly Step[]>> = {
  "a sign-up with a code": [MARY, CODE, SIGN_IN],
  "a sign-up that was confirmed at once": [MARY, CODE],
  "a sign-up that an administrator confirmed": [
    MARY,
    ["post-confirmation", "admin-confirm-sign-up"],
    SIGN_IN,
  ],
  "a sign-up whose confirmation never arrived": [MARY, SIGN_IN],
  "an administrator's creation": [MIGRATED, SIGN_IN],
  "an administrator's creation, with a password forgotten before the first sign-in": [
    MIGRATED,
    RESET,
    SIGN_IN,
  ],
  "a first sign-in with a provider, which is followed by no authentication": [
    ["inbound-federation", "google"],
    ["pre-sign-up", "external-provider"],
    CODE,
  ],
  "a first sign-in with a provider without its confirmation, as some report": [
    ["pre-sign-up", "external-provider"],
    SIGN_IN,
  ],
  "a later sign-in with a provider": [["pre-authentication", "sign-in"], SIGN_IN],
  "a sign-in without a password": [["define-auth-challenge", "start"], SIGN_IN],
};

const walk = async (ports: MemoryPorts, steps: readonly Step[]): Promise<void> => {
  for (const [trigger, sample, change] of steps)
    await TRIGGERS[trigger](ports)(sampleEvent(`${trigger}/${sample}`, change));
};
const typesOf = ({ audit }: MemoryPorts) => audit.events.map(({ id }) => id).sort();

describe.each(Object.entries(PATHS))("%s", (_, steps) => {
  it("creates one ACTIVE profile, stored under its sub", async () => {
    const ports = memoryPorts({ now: NOW });
    await walk(ports, steps);
    const profiles = [...ports.directory.profiles.values()];
    expect(profiles).toMatchObject([{ status: "ACTIVE", sub: SUB }]);
    expect(await ports.directory.userIdBySub(SUB)).toBe(profiles[0]?.userId);
  });

  it("has the same result if each trigger is delivered twice, and at a second sign-in", async () => {
    const ports = memoryPorts({ now: NOW });
    await walk(ports, steps);
    const once = { profiles: [...ports.directory.profiles], events: typesOf(ports) };
    await walk(ports, [...steps, SIGN_IN]);
    expect({ profiles: [...ports.directory.profiles], events: typesOf(ports) }).toEqual(once);
  });
});

it("a migration, which Cognito reports as a creation by an administrator, links the approved identity", async () => {
  const ports = memoryPorts({ now: NOW, legacyUsers: [ada] });
  const { response } = await TRIGGERS["user-migration"](ports)(
    sampleEvent("user-migration/sign-in", { request: { password: PASSWORD } }),
  );
  const { userAttributes } = response as { userAttributes: Record<string, string> };
  await walk(ports, [MIGRATED, ["post-authentication", "sign-in", { request: { userAttributes } }]]);
  await walk(ports, [MIGRATION, ["post-authentication", "sign-in", { request: { userAttributes } }]]);

  expect([...ports.directory.profiles.values()]).toMatchObject([
    { status: "ACTIVE", sub: SUB, legacyId: ada.id, userId: userAttributes["custom:user_id"] },
  ]);
  expect(ports.audit.events.map(({ type }) => type)).toEqual(["migration.approved", "migration.completed"]);
});
