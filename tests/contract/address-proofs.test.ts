/** Addresses that wait for their proof, and proved ones, in memory and in DynamoDB. */
import { afterAll, describe, expect, it } from "@jest/globals";
import type { UnprovedAddress } from "../../shared/domain/address-proof.js";
import { auditEvent, pseudonymSubject } from "../../shared/domain/audit/audit-event.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { NOW } from "../support/users.js";

const SUBJECT = pseudonymSubject("p");
const event = (key: string) =>
  auditEvent("federation.address_proved", { subject: SUBJECT, key, at: new Date(NOW) });
const address = { userName: "facebook_1", email: "ada@example.com" };
const unproved: UnprovedAddress = {
  ...{ ...address, provider: "Facebook" },
  expiresAtSeconds: Date.parse(NOW) / 1000 + 600,
};
const mailed = { ...unproved, mailed: { returnTo: "https://a.example/", remember: true, wrongCodes: 2 } };

describe.each<StoreKind>([memoryStores(), dynamoStores()])("address proofs in $name", ({ open, close }) => {
  afterAll(close);

  it.each([unproved, mailed])("a waiting address is taken as it was kept, once: %#", async (kept) => {
    const { unprovedAddresses } = await open();
    await unprovedAddresses.keep("id", kept);
    expect(await unprovedAddresses.take("other")).toBeUndefined();
    const taken = await Promise.all([unprovedAddresses.take("id"), unprovedAddresses.take("id")]);
    expect(taken.filter((each) => each !== undefined)).toEqual([kept]);
  });

  it("a waiting address is none after its time", async () => {
    const { clock, unprovedAddresses } = await open();
    await unprovedAddresses.keep("id", unproved);
    clock.advance(600_000);
    expect(await unprovedAddresses.take("id")).toBeUndefined();
  });

  it("a proof is of one user of a provider and one address, with its event, and can be repeated", async () => {
    const { provedAddresses, recorded } = await open();
    for (const key of ["1", "1", "2"]) await provedAddresses.keep(address, event(key));
    const asked = [
      address,
      { ...address, userName: "facebook_2" },
      { ...address, email: "ada@example.org" },
    ].map((each) => provedAddresses.includes(each));
    expect(await Promise.all(asked)).toEqual([true, false, false]);
    expect(await recorded(SUBJECT)).toHaveLength(2);
  });
});
