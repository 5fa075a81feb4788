import { afterAll, describe, expect, it } from "@jest/globals";
import { dynamoDeliveries } from "../../shared/adapters/dynamo/messages/deliveries.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";

const DAY_MS = 86_400_000;

describe.each<StoreKind>([memoryStores(), dynamoStores()])("deliveries in $name", ({ open, close }) => {
  afterAll(close);

  it("are started by one of several parallel callers", async () => {
    const { deliveries } = await open();
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliveries.begin("k")));
    expect(answers.filter((answer) => answer === "ours")).toHaveLength(1);
  });

  it("that are complete stay complete for a day", async () => {
    const { clock, deliveries } = await open();
    await deliveries.begin("k");
    await deliveries.finish("k");
    clock.advance(DAY_MS - 1000);
    expect(await deliveries.begin("k")).toBe("taken");
    clock.advance(1000);
    expect(await deliveries.begin("k")).toBe("ours");
  });

  it("that were released can be started again at once", async () => {
    const { deliveries } = await open();
    await deliveries.begin("k");
    await deliveries.abandon("k");
    expect(await deliveries.begin("k")).toBe("ours");
  });

  it("that started and did not end can be started again after half a minute, by one caller", async () => {
    const { clock, deliveries } = await open();
    await deliveries.begin("k");
    clock.advance(29_000);
    expect(await deliveries.begin("k")).toBe("taken");
    clock.advance(1_000);
    expect([await deliveries.begin("k"), await deliveries.begin("k")]).toEqual(["ours", "taken"]);
  });

  it("are distinguished by their keys", async () => {
    const { deliveries } = await open();
    await deliveries.begin("k");
    expect(await deliveries.begin("other")).toBe("ours");
  });
});

it("are started, and counted in a metric, while the table cannot be reached", async () => {
  const ports = memoryPorts();
  const store = { ...ports, documents: signedDocumentsOf("http://127.0.0.1:9"), guardTable: "guard" };
  const deliveries = dynamoDeliveries(store);
  expect(await deliveries.begin("k")).toBe("ours");
  await deliveries.finish("k");
  await deliveries.abandon("k");
  expect(ports.metrics.counted).toEqual(Array(3).fill("delivery_unguarded"));
});
