/** The dependencies of operations. Built once, in index.ts. */
import type { Challenges } from "./auth/challenges.js";
import type { InBackground } from "./background.js";
import type { Clock } from "./clock.js";
import type { Faults } from "./faults.js";
import type { ProviderAddresses } from "./federation/provider-settings.js";
import type { ServerAddress } from "./http/server-address.js";
import type { Uploads } from "./imports/uploads.js";
import type { Deliver } from "./messages/message.js";
import type { OAuthState } from "./oauth/state.js";
import type { HourlyLimits } from "./rules/hourly-limits.js";
import type { SimulatedCodes } from "./rules/simulated-codes.js";
import type { PoolStore } from "./store/pool-store.js";
import type { AuthEvents } from "./threats/auth-events.js";
import type { Trail } from "./trail.js";
import type { TriggerRunner } from "./triggers/trigger-runner.js";

export type StatusCheck = "after_password" | "before_password";

export interface Services {
  readonly clock: Clock;
  readonly store: PoolStore;
  readonly runTrigger: TriggerRunner;
  readonly deliver: Deliver;
  readonly inBackground: InBackground;
  readonly faults: Faults;
  readonly challenges: Challenges;
  readonly oauth: OAuthState;
  readonly providerAddresses: ProviderAddresses;
  readonly limits: HourlyLimits;
  readonly simulatedCodes: SimulatedCodes;
  readonly uploads: Uploads;
  readonly address: ServerAddress;
  readonly authEvents: AuthEvents;
  readonly statusCheck: StatusCheck;
  readonly trail: Trail;
  /** Region and account of pools that are created through the API. */
  readonly region: string;
  readonly accountId: string;
}
