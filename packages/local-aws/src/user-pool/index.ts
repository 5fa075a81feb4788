/**
 * A local Amazon Cognito user pool service. It is strict, fires Lambda triggers by the documented contract
 * and serves AWS JSON 1.1 to any AWS SDK. See README.md.
 */
import { Challenges } from "./auth/challenges.js";
import { BackgroundWork } from "./background.js";
import { type Clock, movableClock, systemClock } from "./clock.js";
import { type FaultInput, Faults } from "./faults.js";
import type { ProviderAddresses } from "./federation/provider-settings.js";
import { listen } from "./http/server.js";
import { Uploads } from "./imports/uploads.js";
import { limitations } from "./limitations.js";
import type { Deliver } from "./messages/message.js";
import { Outbox } from "./messages/outbox.js";
import { oauthState } from "./oauth/state.js";
import { HourlyLimits, type LimitedOperation } from "./rules/hourly-limits.js";
import { SimulatedCodes } from "./rules/simulated-codes.js";
import type { StatusCheck } from "./services.js";
import { closedOnFailure } from "./store/closed-on-failure.js";
import { declarePools, type PoolDeclaration } from "./store/declare-pools.js";
import { namedClient } from "./store/named-client.js";
import { openPoolStore } from "./store/restore.js";
import { AuthEvents } from "./threats/auth-events.js";
import { jwks, type MakeKeys, type PublicJwk } from "./tokens/pool-keys.js";
import { type OnServiceEvent, trailTo } from "./trail.js";
import { InvocationLog, type RecordedInvocation } from "./triggers/invocation-log.js";
import { type Invoke, inProcessInvoke } from "./triggers/invoke.js";
import { triggerRunner } from "./triggers/trigger-runner.js";

export { lambdaInvoke } from "../functions/lambda-invoke.js";
export type { FaultInput } from "./faults.js";
export type { Deliver, Message } from "./messages/message.js";
export { poolsFromStack } from "./pools-from-stack.js";
export type { StatusCheck } from "./services.js";
export type { GroupDeclaration, PoolDeclaration } from "./store/declare-pools.js";
export type { ClientDeclaration } from "./store/pool-store.js";
export type { OnServiceEvent, ServiceEvent } from "./trail.js";
export type { RecordedInvocation } from "./triggers/invocation-log.js";
export {
  type InProcessFunction,
  type Invoke,
  type InvokeAnswer,
  inProcessInvoke,
} from "./triggers/invoke.js";

export interface UserPoolOptions {
  readonly pools?: readonly PoolDeclaration[];
  /** Invokes triggers. Without it, a pool with triggers fails as if the functions were missing. */
  readonly invoke?: Invoke;
  /** Delivers messages to users. Without it, GET /_local/messages returns the latest ones; with it, null. */
  readonly deliver?: Deliver;
  /**
   * Gets the CloudTrail records of the calls that delete, disable and enable users. Pass them to `acceptServiceEvent` of
   * a local event bus.
   */
  readonly onServiceEvent?: OnServiceEvent;
  /** 0 (the default) selects a free port. */
  readonly port?: number;
  /** The file that keeps the data across restarts. Without it, everything is in memory. */
  readonly dataFile?: string;
  readonly clock?: Clock;
  /** Creates the keys of a new pool. Generating RSA keys takes a large part of a second. */
  readonly makeKeys?: MakeKeys;
  /** Amazon Cognito's limit is 5,000 and cannot be changed. */
  readonly triggerTimeoutMs?: number;
  /**
   * Whether a sign-in by password checks the account status (unconfirmed, reset required) after the password, which is
   * the default, or before it. The documentation does not say which, so a caller must work with both.
   */
  readonly statusCheck?: StatusCheck;
  /** Raises (or lowers) the hourly quotas of operations, each per user. */
  readonly hourlyLimits?: Partial<Record<LimitedOperation, number>>;
  /**
   * Replaces the origins of external providers: `{"https://accounts.google.com": "http://127.0.0.1:9000"}`.
   */
  readonly providerAddresses?: ProviderAddresses;
  /** Region and account of pools created through the API. */
  readonly region?: string;
  readonly accountId?: string;
  /** Faults to inject from the start. POST /_local/faults sets others. */
  readonly faults?: readonly FaultInput[];
  /** The number of trigger invocations to remember. */
  readonly invocationLimit?: number;
  /** Called with defects of this program. Callers see only InternalErrorException. */
  readonly onDefect?: (error: unknown) => void;
}

export interface RunningUserPool {
  readonly url: string;
  readonly port: number;
  /** The settings of declared pools that have no effect here yet. */
  readonly limitations: readonly string[];
  /** Returns the id and secret of a client, by its name or id. Throws if there is none. */
  client(poolId: string, nameOrId: string): { id: string; name: string; secret?: string };
  /** Returns the pool's public keys, for verifiers that do not fetch them. */
  jwks(poolId: string): { keys: PublicJwk[] };
  /** Returns the trigger invocations after this sequence number, oldest first. */
  invocations(after?: number): readonly RecordedInvocation[];
  /** Ends open requests, closes sockets and writes pending data. */
  close(): Promise<void>;
}

/** Throws if a pool or client is declared in a way that Amazon Cognito would not deploy. */
export async function startUserPool(options: UserPoolOptions = {}): Promise<RunningUserPool> {
  const { region = "us-east-1", accountId = "000000000000" } = options;
  const clock = movableClock(options.clock ?? systemClock);
  const onDefect = options.onDefect ?? (() => {});
  const dataFile =
    options.dataFile === undefined ? undefined : { path: options.dataFile, onFailure: onDefect };
  const store = await openPoolStore(dataFile, clock.now(), options.makeKeys);
  const invocations = new InvocationLog(options.invocationLimit);
  const outbox = new Outbox();
  const background = new BackgroundWork();
  const faults = new Faults();
  const address = { origin: "" };
  if (options.faults) faults.replace(options.faults);
  const services = {
    clock,
    store,
    runTrigger: triggerRunner({
      invoke: options.invoke ?? inProcessInvoke({}),
      faults,
      clock,
      log: invocations,
      timeoutMs: options.triggerTimeoutMs ?? 5000,
    }),
    deliver: options.deliver ?? outbox.deliver,
    inBackground: background.add,
    faults,
    challenges: new Challenges(clock),
    oauth: oauthState(clock),
    providerAddresses: options.providerAddresses ?? {},
    limits: new HourlyLimits(clock, options.hourlyLimits),
    simulatedCodes: new SimulatedCodes(clock),
    uploads: new Uploads(clock, address),
    address,
    authEvents: new AuthEvents(),
    statusCheck: options.statusCheck ?? "after_password",
    trail: trailTo(options.onServiceEvent ?? (() => {}), { region, accountId, now: () => clock.now() }),
    region,
    accountId,
  };
  const server = await closedOnFailure(store, async () => {
    await declarePools(store, options.pools ?? [], clock.now());
    const users = { invocations, outbox: options.deliver ? undefined : outbox, startedAt: Date.now() };
    return listen({ services, clock, onDefect, ...users }, options.port ?? 0);
  });
  return {
    url: server.url,
    port: server.port,
    limitations: store.all().flatMap(limitations),
    client: (poolId, nameOrId) => namedClient(store, poolId, nameOrId),
    jwks: (poolId) => jwks(store.pool(poolId).keys),
    invocations: (after = 0) => invocations.after(after),
    close: async () => {
      await server.close();
      await background.finished();
      await store.close();
    },
  };
}
