import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import { givenUp, keepOnly, learnSource } from "../../shared/domain/known-sources.js";
import type { ThrottleRule } from "../../shared/domain/throttle-rule.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";

const DAY_MS = 24 * 60 * 60_000;
const query = { name: "name-1", network: "203.0.113.10", networkId: "network-1" };
const secondsOf = ({ clock }: Stores) => Math.floor(clock.now().getTime() / 1000);
const seen = { device: "device-1", network: "network-1", userId: "usr_a" };
const shown = { devices: ["device-1"], network: "network-1" };

describe.each<StoreKind>([memoryStores(), dynamoStores()])(
  "the sources of sign-ins in $name",
  ({ open, close }) => {
    afterAll(close);

    it("knows nothing of a new name and network", async () => {
      const { signInSources } = await open();
      expect(await signInSources.find(query)).toEqual({
        ...{ blocked: false, known: undefined, networkNames: 0 },
        legacyDown: false,
      });
    });

    it("says whether the legacy system is recorded as down, until the record expires", async () => {
      const { signInSources, outages, clock } = await open();
      const isDown = async () => (await signInSources.find(query)).legacyDown;
      await outages.report("legacy");
      expect(await isDown()).toBe(true);
      await outages.clear("legacy");
      expect(await isDown()).toBe(false);
      await outages.report("legacy");
      clock.advance(301_000);
      expect([await isDown(), await outages.isDown("legacy")]).toEqual([false, false]);
    });

    it("reads a counter without counting, for each key and window separately", async () => {
      const { signInSources, throttle, clock } = await open();
      const rule: ThrottleRule = { name: "pair", limit: 2, windowSeconds: 900, beyond: "refuse" };
      const read = async (key: string) =>
        (await signInSources.find({ ...query, counter: [rule, key] })).attempt;
      const allowed = { allowed: true, retryAfterSeconds: 0 };
      await throttle.take(rule, "k");
      for (let made = 0; made < 5; made += 1) expect(await read("k")).toEqual(allowed);
      await throttle.take(rule, "k");
      const refused = await throttle.take(rule, "k");
      expect(refused.allowed).toBe(false);
      expect(await read("k")).toEqual(refused);
      expect(await read("other")).toEqual(allowed);
      clock.advance(900_000);
      expect(await read("k")).toEqual(allowed);
    });

    it("returns what was saved, for each name separately", async () => {
      const stores = await open();
      const { sources } = learnSource(undefined, seen, secondsOf(stores));
      expect(await stores.signInSources.save("name-1", sources)).toBe(true);
      expect((await stores.signInSources.find(query)).known).toEqual(sources);
      expect(await stores.signInSources.of("name-1")).toEqual(sources);
      expect((await stores.signInSources.find({ ...query, name: "name-2" })).known).toBeUndefined();
      expect(await stores.signInSources.of("name-2")).toBeUndefined();
    });

    it("forgets the user and the sources of a name that was given up", async () => {
      const stores = await open();
      const { sources } = learnSource(undefined, seen, secondsOf(stores));
      await stores.signInSources.save("name-1", sources);
      const left = givenUp(sources, secondsOf(stores));
      expect(await stores.signInSources.save("name-1", left)).toBe(true);
      expect(await stores.signInSources.of("name-1")).toEqual(left);
      stores.clock.advance(180 * DAY_MS);
      expect(await stores.signInSources.of("name-1")).toBeUndefined();
    });

    it("keeps what a provider's user without a user id left, and a counted network", async () => {
      const stores = await open();
      const first = learnSource(undefined, { ...seen, userId: undefined }, secondsOf(stores)).sources;
      await stores.signInSources.save("name-1", first);
      stores.clock.advance(8 * DAY_MS);
      const second = learnSource(first, { ...seen, userId: undefined }, secondsOf(stores));
      expect(second.counts).toBe(true);
      expect(await stores.signInSources.save("name-1", second.sources)).toBe(true);
      expect((await stores.signInSources.find(query)).known).toEqual(second.sources);
    });

    it("saves one of many changes of the same version", async () => {
      const stores = await open();
      const now = secondsOf(stores);
      const save = (held: Parameters<typeof learnSource>[0]) =>
        Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            stores.signInSources.save(
              "name-1",
              learnSource(held, { ...seen, device: `device-${index}` }, now).sources,
            ),
          ),
        );
      expect((await save(undefined)).filter((saved) => saved)).toHaveLength(1);
      const { known } = await stores.signInSources.find(query);
      expect((await save(known)).filter((saved) => saved)).toHaveLength(1);
    });

    it("forgets everything half a year after the last save, and starts empty again", async () => {
      const stores = await open();
      const { sources } = learnSource(undefined, seen, secondsOf(stores));
      await stores.signInSources.save("name-1", keepOnly(sources, shown, secondsOf(stores)));
      await stores.signInSources.save("name-1", sources);
      stores.clock.advance(180 * DAY_MS);
      expect((await stores.signInSources.find(query)).known).toBeUndefined();
      expect(await stores.signInSources.save("name-1", sources)).toBe(true);
    });

    it("counts names of a network in this period and the last", async () => {
      const stores = await open();
      const count = (index: number) => stores.signInSources.countName("network-1", `user-${index}`);
      await Promise.all(Array.from({ length: 7 }, (_, index) => count(index)));
      expect((await stores.signInSources.find(query)).networkNames).toBe(7);
      expect((await stores.signInSources.find({ ...query, networkId: "network-2" })).networkNames).toBe(0);
      stores.clock.advance(90 * DAY_MS);
      await count(1);
      expect((await stores.signInSources.find(query)).networkNames).toBe(7);
      stores.clock.advance(90 * DAY_MS);
      expect((await stores.signInSources.find(query)).networkNames).toBe(1);
      stores.clock.advance(90 * DAY_MS);
      expect((await stores.signInSources.find(query)).networkNames).toBe(0);
    });

    it("counts a user once for each network and period, also at once", async () => {
      const stores = await open();
      const count = (networkId: string, user: string) => stores.signInSources.countName(networkId, user);
      await Promise.all(Array.from({ length: 7 }, () => count("network-1", "user-1")));
      await count("network-2", "user-1");
      for (const networkId of ["network-1", "network-2"])
        expect((await stores.signInSources.find({ ...query, networkId })).networkNames).toBe(1);
      stores.clock.advance(90 * DAY_MS);
      await count("network-1", "user-1");
      await count("network-1", "user-2");
      expect((await stores.signInSources.find(query)).networkNames).toBe(2);
    });

    it.each(["203.0.113.10", "203.0.113.0/24", "203.0.0.0/16"])("sees a block of %s", async (value) => {
      const stores = await open();
      const event = auditEvent("source.blocked", { subject: "source", key: value, at: stores.clock.now() });
      await stores.blockedSources.block(
        { kind: "network", value },
        new Date(stores.clock.now().getTime() + DAY_MS),
        event,
      );
      expect((await stores.signInSources.find(query)).blocked).toBe(true);
      stores.clock.advance(DAY_MS);
      expect((await stores.signInSources.find(query)).blocked).toBe(false);
    });
  },
);
