/** What the triggers leave behind when a delivery ends, or waits, after any of its calls, and another one comes. */
import { describe, expect, it } from "@jest/globals";
import { standard } from "../../../shared/domain/legacy-mapping/standard-mapping.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { openSampleChallenge } from "../../support/challenge-story.js";
import { interrupted } from "../../support/interrupted-ports.js";
import { sampleEvent, sampleNames } from "../../support/sample-event.js";
import { TRIGGER_NAMES, TRIGGERS, type TriggerName } from "../../support/triggers.js";
import { accountOf, ada, grace, NOW, profileOf } from "../../support/users.js";

/** The entitlements of a migration need additional calls. */
const entitling = {
  attributes: standard.attributes,
  memberships: {
    highestRole: "Viewer",
    most: 1,
    rules: [{ from: "firm", accounts: { acme: "acc-1" }, role: "Viewer" }],
  },
  groups: { most: 1, rules: [{ from: "tag", values: { early: "beta" } }] },
} as const;

/** A stage in which the migrated user of the samples has been approved. */
const stage = async (trigger: TriggerName): Promise<MemoryPorts> => {
  const ports = memoryPorts({
    now: NOW,
    legacyUsers: [{ ...ada, fields: { ...ada.fields, firm: "acme", tag: "early" } }],
    legacyMapping: entitling,
    accounts: [accountOf()],
    profiles: [profileOf({ sub: "another" }), grace],
    natives: [{ email: ada.email, sub: "another" }],
  });
  if (trigger !== "user-migration")
    await TRIGGERS["user-migration"](ports)(sampleEvent("user-migration/sign-in"));
  await openSampleChallenge(ports);
  return ports;
};

// Which id a user or a challenge gets is chance; how many there are is not.
const nameless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replace(/(usr|chl)_0+\d+/g, "$1_n"));

const left = ({ directory, identities, audit }: MemoryPorts) =>
  nameless({
    links: [...identities.links],
    profiles: [...directory.profiles.values()],
    legacyIdentities: [...directory.legacyIdentities.values()],
    events: audit.events.map(({ id, subject, details }) => ({ id, subject, details })).sort(byId),
  });
const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

type Outcome = { readonly answer?: unknown; readonly refusal?: string };
const deliver = async (trigger: TriggerName, ports: MemoryPorts, sample: string): Promise<Outcome> => {
  try {
    const { response } = await TRIGGERS[trigger](ports)(sampleEvent(sample));
    return { answer: nameless(response) };
  } catch (error) {
    return { refusal: (error as Error).message };
  }
};

/** One undisturbed delivery and a repetition: what it leaves, says and sends, and how many calls it makes. */
const undisturbed = async (trigger: TriggerName, sample: string) => {
  const ports = await stage(trigger);
  const watched = interrupted(ports, Number.POSITIVE_INFINITY);
  const outcome = await deliver(trigger, watched.ports, sample);
  const calls = watched.calls();
  expect(await deliver(trigger, ports, sample)).toEqual(outcome);
  return { outcome, calls, state: left(ports), sent: ports.messenger.sent.length };
};

const cases = TRIGGER_NAMES.flatMap((trigger) =>
  sampleNames(trigger).map((sample) => [trigger, sample] as const),
);

describe.each(cases)("%s given %s", (trigger, sample) => {
  it("reaches the same state with the next delivery, if it was killed after any call", async () => {
    const expected = await undisturbed(trigger, sample);
    expect(expected.calls).toBeGreaterThan(0);
    for (let call = 1; call <= expected.calls; call += 1) {
      const ports = await stage(trigger);
      const first = interrupted(ports, call);
      await Promise.race([deliver(trigger, first.ports, sample), first.reached]);
      ports.clock.advance(1_000);

      expect([call, await deliver(trigger, ports, sample)]).toEqual([call, expected.outcome]);
      expect([call, withoutTime(left(ports))]).toEqual([call, withoutTime(expected.state)]);
      expect(ports.messenger.sent.length).toBeLessThanOrEqual(expected.sent + 1);
    }
  });

  it("has the effect of one delivery, if a second one runs at any call", async () => {
    const expected = await undisturbed(trigger, sample);
    for (let call = 1; call <= expected.calls; call += 1) {
      const ports = await stage(trigger);
      const slow = interrupted(ports, call);
      const slowOutcome = deliver(trigger, slow.ports, sample);
      await Promise.race([slowOutcome, slow.reached]);
      const quickOutcome = await deliver(trigger, ports, sample);
      slow.resume();

      expect([call, quickOutcome, await slowOutcome]).toEqual([call, expected.outcome, expected.outcome]);
      expect([call, withoutTime(left(ports))]).toEqual([call, withoutTime(expected.state)]);
    }
  });
});

const withoutTime = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "then"));
