/** Where ClientMetadata and ValidationData arrive: every source that a flow fires, with the field that holds what was given. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { accountMetadata } from "./trigger-sources/account-metadata.js";
import { everyFlow } from "./trigger-sources/every-trigger.js";
import { recorded } from "./trigger-sources/flow-row.js";
import { withSenders } from "./trigger-sources/sender-flows.js";
import { sentMetadata } from "./trigger-sources/sent-metadata.js";
import { signInMetadata } from "./trigger-sources/sign-in-metadata.js";
import { startWorld, type TriggerEvent, type World } from "./world.js";

const given = { validationData: ["client", "validation"], clientMetadata: ["client"] };

const arrivals = (world: World, sequence: number): string[] =>
  world.running.invocations(sequence).map(({ triggerSource, event }) => {
    const { request } = event as TriggerEvent;
    const holding = Object.entries(given).filter(([field, values]) =>
      values.includes((request[field] as { from?: string } | null | undefined)?.from ?? ""),
    );
    return `${triggerSource}: ${holding.map(([field]) => field).join(", ") || "nothing"}`;
  });

describe.each([
  {
    title: "in a pool with every trigger",
    setup: everyFlow,
    flows: [...accountMetadata, ...signInMetadata],
  },
  { title: "in a pool with senders of its own", setup: withSenders, flows: sentMetadata },
])("$title", ({ setup, flows }) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(setup);
  });
  afterAll(() => world.close());

  it.each(flows)(
    "what the caller adds to $flow goes where the guide says",
    async ({ fires, begin: prepare }) => {
      const flow = await prepare(world);
      const sequence = world.running.invocations().at(-1)?.sequence ?? 0;
      await flow();
      await recorded(world, sequence, fires.length);

      expect(arrivals(world, sequence)).toEqual(fires);
    },
  );
});
