import { afterAll, describe, expect, it } from "@jest/globals";
import type { ApiKey } from "../../shared/domain/api-key/api-key.js";
import { apiKeySubject, auditEvent } from "../../shared/domain/audit/audit-event.js";
import { apiKeyOf } from "../support/api-keys.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { accountOf, NOW } from "../support/users.js";

const start = Date.parse(NOW) / 1000;
const seed = {
  accounts: [
    accountOf(),
    accountOf({ systemAccountId: "acc-2" }),
    accountOf({ systemAccountId: "acc-3", status: "SUSPENDED" }),
  ],
};
const key = apiKeyOf();
const event = (type: "apikey.issued" | "apikey.rotated" | "apikey.revoked", name = "") =>
  auditEvent(type, { subject: apiKeySubject(key.keyId), key: `${key.keyId}${name}`, at: new Date(NOW) });
const rotation = (of: ApiKey, digest: string) => ({
  key: of,
  next: { digest, issuedBy: "usr_grace" },
  previousUntilSeconds: start + 60,
  earlier: [],
  expiresAtSeconds: start + 1_000,
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])("API keys in $name", ({ open, close }) => {
  afterAll(close);

  it("are found by their id and below their account, with their event", async () => {
    const { apiKeys, recorded } = await open(seed);
    expect(await apiKeys.issue(key, event("apikey.issued"))).toBe("issued");
    expect(await apiKeys.find(key.keyId)).toEqual(key);
    expect((await apiKeys.list("acc-1", { limit: 10 })).items).toEqual([key]);
    expect((await apiKeys.list("acc-2", { limit: 10 })).items).toEqual([]);
    expect(await apiKeys.find("KeyOfNobody00001")).toBeUndefined();
    expect(await recorded(apiKeySubject(key.keyId))).toMatchObject([{ type: "apikey.issued" }]);
  });

  it.each(["acc-3", "none"])(
    "of %s, which is not an active account, are refused, and nothing is written",
    async (systemAccountId) => {
      const { apiKeys, recorded } = await open(seed);
      expect(await apiKeys.issue({ ...key, systemAccountId }, event("apikey.issued"))).toBe("refused");
      expect(await apiKeys.find(key.keyId)).toBeUndefined();
      expect(await recorded(apiKeySubject(key.keyId))).toEqual([]);
    },
  );

  it("do not replace an existing key", async () => {
    const { apiKeys } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    const other = { ...key, systemAccountId: "acc-2" };
    expect(await apiKeys.issue(other, event("apikey.issued", "2"))).toBe("refused");
    expect(await apiKeys.find(key.keyId)).toEqual(key);
  });

  it("are listed page by page, each once, in the order of their ids", async () => {
    const { apiKeys } = await open(seed);
    const ids = ["b", "C", "a", "0"].map((letter) => letter.padEnd(16, "x"));
    for (const keyId of ids) await apiKeys.issue({ ...key, keyId }, event("apikey.issued", keyId));
    const first = await apiKeys.list("acc-1", { limit: 3 });
    const rest = await apiKeys.list("acc-1", { limit: 3, after: first.next });
    expect([...first.items, ...rest.items].map(({ keyId }) => keyId)).toEqual([...ids].sort());
    expect([first.items.length, rest.next]).toEqual([3, undefined]);
  });

  it("get a new secret beside the old one", async () => {
    const { apiKeys, recorded } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    expect(await apiKeys.rotate(rotation(key, "new"), event("apikey.rotated"))).toBe("rotated");
    expect(await apiKeys.find(key.keyId)).toMatchObject({
      current: { digest: "new", issuedBy: "usr_grace" },
      previous: { ...key.current, untilSeconds: start + 60 },
      expiresAtSeconds: start + 1_000,
      version: 2,
    });
    expect(await recorded(apiKeySubject(key.keyId))).toHaveLength(2);
  });

  it("keep the older secrets that a rotation names, and no others", async () => {
    const { apiKeys } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    await apiKeys.rotate(rotation(key, "second"), event("apikey.rotated"));
    const second = (await apiKeys.find(key.keyId)) ?? key;
    const earlier = [{ ...key.current, untilSeconds: start + 60 }];
    await apiKeys.rotate({ ...rotation(second, "third"), earlier }, event("apikey.rotated", "/3"));
    const third = (await apiKeys.find(key.keyId)) ?? key;
    expect(third).toMatchObject({ current: { digest: "third" }, previous: { digest: "second" }, earlier });
    await apiKeys.rotate(rotation(third, "fourth"), event("apikey.rotated", "/4"));
    expect((await apiKeys.find(key.keyId))?.earlier ?? []).toEqual([]);
  });

  it("keep the time of each secret", async () => {
    const { apiKeys } = await open(seed);
    const [first, second] = [NOW, new Date((start + 5) * 1000).toISOString()];
    const issued = { ...key, current: { ...key.current, issuedAt: first } };
    await apiKeys.issue(issued, event("apikey.issued"));
    const next = { digest: "new", issuedBy: "usr_grace", issuedAt: second };
    await apiKeys.rotate({ ...rotation(issued, "new"), next }, event("apikey.rotated"));
    expect(await apiKeys.find(key.keyId)).toMatchObject({
      current: { issuedAt: second },
      previous: { issuedAt: first },
    });
  });

  it("that several users rotate at the same time get one new secret, with one event", async () => {
    const { apiKeys, recorded } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        apiKeys.rotate(rotation(key, `new-${index}`), event("apikey.rotated", `/${index}`)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "rotated")).toHaveLength(1);
    const winner = outcomes.indexOf("rotated");
    expect(await apiKeys.find(key.keyId)).toMatchObject({
      current: { digest: `new-${winner}` },
      previous: { digest: key.current.digest },
    });
    expect(await recorded(apiKeySubject(key.keyId))).toHaveLength(2);
  });

  it("that are rotated and revoked at the same time end revoked, in any order", async () => {
    const { apiKeys } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    const [revoked] = await Promise.all([
      apiKeys.revoke(key, event("apikey.revoked")),
      apiKeys.rotate(rotation(key, "new"), event("apikey.rotated")),
    ]);
    expect(revoked).toBe("revoked");
    const found = await apiKeys.find(key.keyId);
    expect(found?.status).toBe("REVOKED");
    expect(await apiKeys.rotate(rotation(found ?? key, "newer"), event("apikey.rotated", "2"))).toBe(
      "refused",
    );
  });

  it("are revoked once, with one event, and leave the list", async () => {
    const { apiKeys, recorded } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    expect(await apiKeys.revoke(key, event("apikey.revoked"))).toBe("revoked");
    expect(await apiKeys.revoke(key, event("apikey.revoked", "2"))).toBe("was_revoked");
    expect(await apiKeys.list("acc-1", { limit: 10 })).toEqual({ items: [], next: undefined });
    expect(await apiKeys.find(key.keyId)).toMatchObject({ status: "REVOKED" });
    expect(await recorded(apiKeySubject(key.keyId))).toHaveLength(2);
  });

  it("of another account can be neither rotated nor revoked", async () => {
    const { apiKeys } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    const foreign = { ...key, systemAccountId: "acc-2" };
    expect(await apiKeys.rotate(rotation(foreign, "new"), event("apikey.rotated"))).toBe("refused");
    expect(await apiKeys.revoke(foreign, event("apikey.revoked"))).toBe("unknown");
    expect(await apiKeys.revoke({ ...key, keyId: "KeyOfNobody00001" }, event("apikey.revoked", "2"))).toBe(
      "unknown",
    );
    expect(await apiKeys.find(key.keyId)).toEqual(key);
  });

  it("remember their last use, at most once an hour", async () => {
    const { apiKeys, clock } = await open(seed);
    await apiKeys.issue(key, event("apikey.issued"));
    const lastUse = async () => (await apiKeys.find(key.keyId))?.lastUsedAtSeconds;
    await Promise.all([apiKeys.used(key.keyId), apiKeys.used(key.keyId)]);
    expect(await lastUse()).toBe(start);
    clock.advance(3_599_000);
    await apiKeys.used(key.keyId);
    expect(await lastUse()).toBe(start);
    clock.advance(1_000);
    await apiKeys.used(key.keyId);
    expect(await lastUse()).toBe(start + 3_600);
  });

  it("that do not exist are not created by a use", async () => {
    const { apiKeys } = await open(seed);
    await apiKeys.used("KeyOfNobody00001");
    expect(await apiKeys.find("KeyOfNobody00001")).toBeUndefined();
  });
});
