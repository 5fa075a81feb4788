import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import type { BlockableSource } from "../../shared/domain/blocked-source.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { NOW } from "../support/users.js";

const client: BlockableSource = { kind: "client", value: "client-1" };
const name: BlockableSource = { kind: "identifier", value: "client-1" };
const network: BlockableSource = { kind: "network", value: "203.0.113.0/24" };
const inAnHour = new Date(Date.parse(NOW) + 3_600_000);
const eventOf = (type: "source.blocked" | "source.unblocked", key = "1") =>
  auditEvent(type, { subject: "source:1", key, at: new Date(NOW) });

describe.each<StoreKind>([memoryStores(), dynamoStores()])("blocked sources in $name", ({ open, close }) => {
  afterAll(close);

  it("are found among others, by kind and value, with their event", async () => {
    const { blockedSources, recorded } = await open();
    await blockedSources.block(client, inAnHour, eventOf("source.blocked"));
    expect(await blockedSources.find([network, name, client])).toEqual(client);
    expect(await blockedSources.find([name, network])).toBeUndefined();
    expect((await recorded("source:1")).map(({ type }) => type)).toEqual(["source.blocked"]);
  });

  it("are no longer blocked after their end, even if the row still exists", async () => {
    const { blockedSources, clock } = await open();
    await blockedSources.block(network, inAnHour, eventOf("source.blocked"));
    clock.advance(3_600_000);
    expect(await blockedSources.find([network])).toBeUndefined();
  });

  it("are not blocked after unblocking, and can be blocked for longer", async () => {
    const { blockedSources, clock, recorded } = await open();
    await blockedSources.block(client, inAnHour, eventOf("source.blocked"));
    await blockedSources.block(
      client,
      new Date(inAnHour.getTime() + 3_600_000),
      eventOf("source.blocked", "2"),
    );
    clock.advance(3_600_000);
    expect(await blockedSources.find([client])).toEqual(client);
    await blockedSources.unblock(client, eventOf("source.unblocked"));
    expect(await blockedSources.find([client])).toBeUndefined();
    expect(await recorded("source:1")).toHaveLength(3);
  });
});
