/** Sign-ins by another provider. */
import {
  type GoogleWorld,
  givenGoogler,
  signedInBy,
  startGoogleWorld,
  tokensBy,
} from "../federation/google-world.js";
import { errorIn } from "../federation/returned-error.js";
import { Browser } from "../oauth/browser.js";
import type { TriggerEvent, World } from "../world.js";
import { everyFlow, everyTrigger } from "./every-trigger.js";
import { type FlowRow, postAuthentication, preAuthentication, row } from "./flow-row.js";
import { newcomer } from "./steps.js";

const { client: _, ...setup } = everyFlow;

/** The flows here run in no other world. */
const googles = (world: World): GoogleWorld => world as GoogleWorld;

export const startFederation = (): Promise<World> =>
  startGoogleWorld({
    ...setup,
    triggers: { ...everyTrigger, InboundFederation: (event: TriggerEvent): unknown => event },
  });

const inbound = "InboundFederation_ExternalProvider";
const hosted = "TokenGeneration_HostedAuth";

const withAccount = async (world: World) => givenGoogler(googles(world));

const byGoogle = (world: World, user: { sub: string }) => tokensBy(googles(world), new Browser(), user);

export const federationFlows: readonly FlowRow[] = [
  row(
    "a first sign-in by another provider",
    [inbound, "PreSignUp_ExternalProvider", "PostConfirmation_ConfirmSignUp", hosted],
    withAccount,
    byGoogle,
  ),
  row(
    "a later sign-in by another provider",
    [inbound, preAuthentication, postAuthentication, hosted],
    async (world) => {
      const user = await withAccount(world);
      await byGoogle(world, user);
      return user;
    },
    byGoogle,
  ),
  row(
    "a first sign-in by another provider when PreSignUp refuses",
    [inbound, "PreSignUp_ExternalProvider"],
    async (world) => givenGoogler(googles(world), { email: await newcomer("barred") }),
    async (world, user) => {
      const { description } = errorIn(await signedInBy(googles(world), new Browser(), user));
      if (!description?.includes("ERR_REFUSED")) throw new Error("not refused");
    },
  ),
];
