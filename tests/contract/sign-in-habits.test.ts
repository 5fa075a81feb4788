import { afterAll, describe, expect, it } from "@jest/globals";
import { secondsAt } from "../../shared/domain/seconds.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";

const DAY_MS = 24 * 60 * 60_000;
const HALF_A_YEAR_MS = 180 * DAY_MS;
const none = { device: false, country: false };

describe.each<StoreKind>([memoryStores(), dynamoStores()])(
  "where users sign in, in $name",
  ({ open, close }) => {
    afterAll(close);

    it("is not reported at the first sign-in, nor for a known device and country", async () => {
      const { habits } = await open();
      expect(await habits.learn("usr_a", { device: "d1", country: "NL" })).toEqual(none);
      expect(await habits.learn("usr_a", { device: "d1", country: "NL" })).toEqual(none);
    });

    it("is compared with the first sign-in that the known sources keep", async () => {
      const { clock, habits } = await open();
      const first = { userId: "usr_a", device: "d1", country: "NL", at: secondsAt(clock.now()) };
      const seen = { device: "d1", country: "NL" };
      expect(await habits.learn("usr_a", seen, first)).toEqual(none);
      expect(await habits.learn("usr_a", { device: "d2", country: "DE" }, first)).toEqual({
        device: true,
        country: true,
      });
      expect(await habits.learn("usr_a", { device: "d2", country: "DE" }, first)).toEqual(none);
      expect(await habits.learn("usr_a", seen, first)).toEqual(none);
      expect(await habits.learn("usr_b", { device: "d9" }, first)).toEqual(none);
      expect(await habits.learn("usr_b", { device: "d1" })).toEqual({ ...none, device: true });
    });

    it("accepts the pool's report after a first sign-in that the known sources keep", async () => {
      const { clock, habits } = await open();
      const first = { userId: "usr_a", device: "d1", at: secondsAt(clock.now()) };
      clock.advance(60_000);
      expect(await habits.learn("usr_a", { newToPool: true }, first)).toEqual({ ...none, device: true });
    });

    it("is reported once for each user, device and country", async () => {
      const { habits } = await open();
      await habits.learn("usr_a", { device: "d1", country: "NL" });
      expect(await habits.learn("usr_a", { device: "d2", country: "NL" })).toEqual({ ...none, device: true });
      expect(await habits.learn("usr_a", { device: "d2", country: "DE" })).toEqual({
        ...none,
        country: true,
      });
      expect(await habits.learn("usr_a", { device: "d1", country: "DE" })).toEqual(none);
      expect(await habits.learn("usr_b", { device: "d9", country: "JP" })).toEqual(none);
    });

    it("has no country if none is known, and the first known country is not reported", async () => {
      const { habits } = await open();
      await habits.learn("usr_a", { device: "d1" });
      expect(await habits.learn("usr_a", { device: "d1", country: "NL" })).toEqual(none);
      expect(await habits.learn("usr_a", { device: "d1" })).toEqual(none);
    });

    it("accepts the pool's report of a new device, except in the first minute of a user", async () => {
      const { clock, habits } = await open();
      expect(await habits.learn("usr_a", { newToPool: true })).toEqual(none);
      expect(await habits.learn("usr_a", { newToPool: true })).toEqual(none);
      clock.advance(60_000);
      expect(await habits.learn("usr_a", { newToPool: true })).toEqual({ ...none, device: true });
      await habits.learn("usr_b", { device: "d1", country: "NL" });
      clock.advance(60_000);
      expect(await habits.learn("usr_b", { newToPool: true })).toEqual({ ...none, device: true });
      expect(await habits.learn("usr_b", { device: "d1", country: "NL" })).toEqual(none);
    });

    it("is kept for half a year after the last sign-in, also when that one was like the one before", async () => {
      const { clock, habits } = await open();
      for (const days of [0, 100, 100]) {
        clock.advance(days * DAY_MS);
        await habits.learn("usr_a", { device: "d1", country: "NL" });
      }
      clock.advance(100 * DAY_MS);
      expect(await habits.learn("usr_a", { device: "d2", country: "NL" })).toEqual({ ...none, device: true });
    });

    it("keeps the latest twenty, and forgets everything after half a year", async () => {
      const { clock, habits } = await open();
      for (let each = 0; each <= 20; each += 1) await habits.learn("usr_a", { device: `d${each}` });
      expect(await habits.learn("usr_a", { device: "d1" })).toEqual(none);
      expect(await habits.learn("usr_a", { device: "d0" })).toEqual({ ...none, device: true });
      clock.advance(HALF_A_YEAR_MS);
      expect(await habits.learn("usr_a", { device: "d99" })).toEqual(none);
    });
  },
);
