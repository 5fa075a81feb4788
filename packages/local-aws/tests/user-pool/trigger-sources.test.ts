/** The table of flows: which triggers each one fires, in which order, with every trigger of the pool configured. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { triggerCatalogue } from "./trigger-catalogue.js";
import { everyFlow } from "./trigger-sources/every-trigger.js";
import { factorFlows } from "./trigger-sources/factor-flows.js";
import { federationFlows, startFederation } from "./trigger-sources/federation-flows.js";
import { type FlowRow, recorded } from "./trigger-sources/flow-row.js";
import { hostedFlows } from "./trigger-sources/hosted-flows.js";
import { deviceFlows, keyFlows, setUpFlows } from "./trigger-sources/key-flows.js";
import { senderFlows, withSenders } from "./trigger-sources/sender-flows.js";
import { signInFlows } from "./trigger-sources/sign-in-flows.js";
import { signUpFlows } from "./trigger-sources/sign-up-flows.js";
import { earlierMachines, tokenFlows } from "./trigger-sources/token-flows.js";
import { upkeepFlows } from "./trigger-sources/upkeep-flows.js";
import { type Setup, startWorld, type World } from "./world.js";

interface Table {
  readonly title: string;
  readonly start: () => Promise<World>;
  readonly flows: readonly FlowRow[];
  /** Custom senders are not awaited, so their events are recorded later. */
  readonly inBackground?: true;
}

const startPool = (more: Record<string, unknown>, others: Partial<Setup> = {}) =>
  startWorld({ ...everyFlow, ...others, pool: { ...everyFlow.pool, ...more } });

const tables: readonly Table[] = [
  {
    title: "in a pool with every trigger",
    start: () => startWorld(everyFlow),
    flows: [
      ...signUpFlows,
      ...upkeepFlows,
      ...signInFlows,
      ...factorFlows,
      ...keyFlows,
      ...hostedFlows,
      ...tokenFlows,
    ],
  },
  {
    title: "in a pool that remembers devices",
    start: () => startPool({ DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false } }),
    flows: deviceFlows,
  },
  {
    title: "in a pool that demands a second factor, with event version 2",
    start: () =>
      startPool(
        {
          MfaConfiguration: "ON",
          EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
          Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } },
        },
        { tokenVersion: "V2_0" },
      ),
    flows: [...setUpFlows, ...earlierMachines],
  },
  { title: "in a pool with another provider", start: startFederation, flows: federationFlows },
  {
    title: "in a pool with senders of its own",
    start: () => startWorld(withSenders),
    flows: senderFlows,
    inBackground: true,
  },
];

describe.each(tables)("$title", ({ start, flows, inBackground }) => {
  let world: World;
  beforeAll(async () => {
    world = await start();
  });
  afterAll(() => world.close());

  it.each(flows)("the triggers of $flow", async ({ fires, begin }) => {
    const flow = await begin(world);
    const before = world.running.invocations().at(-1)?.sequence ?? 0;
    await flow();

    expect(await recorded(world, before, inBackground ? fires.length : 0)).toEqual(fires);
  });
});

/** What no flow of the pool fires: take-over-notices.test.ts does, on demand. */
const notFired = ["CustomEmailSender_AccountTakeOverNotification"];

it("every source of every trigger is in a row, or known to be missing", () => {
  const fired = new Set(tables.flatMap(({ flows }) => flows.flatMap(({ fires }) => fires)));

  expect([...fired, ...notFired].sort()).toEqual([...triggerCatalogue].sort());
});
