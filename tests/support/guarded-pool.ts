/** The auth endpoints before a pool of users with passwords, which locks users as Cognito does. */
import { setImmediate as turn } from "node:timers/promises";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import {
  checkNotLocked,
  clearFailures,
  countFailure,
  type Failures,
} from "../../packages/local-aws/src/user-pool/rules/lockout.js";
import { isReservedName } from "../../shared/domain/reserved-name.js";
import type { MemoryPorts, MemorySeed } from "../../shared/memory/ports.js";
import { memorySession } from "../../shared/memory/user-pool.js";
import type { MinimumDuration } from "../../shared/ports/challenges.js";
import type { SignInAnswer } from "../../shared/ports/index.js";
import { authApi, type Overrides, ROUTES } from "./auth-api.js";
import { jsonEvent } from "./http-events.js";

export const RIGHT = "Right-Password-1!";
const MIDNIGHT = "2025-03-03T00:00:00.000Z";
export const OWNER = "ada@example.com";
export const HOME = "203.0.113.10";
export const CAFE = "192.0.2.77";
export const DAY_SECONDS = 24 * 60 * 60;
export const PAUSE_SECONDS = 30 * 60;

type From = { readonly sourceIp: string; readonly device?: string | undefined };

type Options = {
  /** Whether the pool locks users after wrong passwords. */
  readonly locks?: boolean;
  /** What stands in for single ports. */
  readonly change?: (ports: MemoryPorts) => Overrides;
  readonly seed?: MemorySeed;
  readonly userIdOf?: (email: string) => string;
};

export const guardedPool = ({
  locks = true,
  change = () => ({}),
  seed = {},
  userIdOf = (email) => `usr_${email}`,
}: Options = {}) => {
  const { ports } = authApi({ now: MIDNIGHT, ...seed });
  const failures = new Map<string, Failures>();
  let checked = 0;
  const pool = async (email: string, password: string): Promise<SignInAnswer> => {
    if (!isReservedName(email)) checked += 1;
    const held = failures.get(email) ?? { count: 0, lockedUntil: 0 };
    failures.set(email, held);
    const now = ports.clock.now().getTime();
    try {
      checkNotLocked(held, now);
    } catch {
      return { kind: "locked" };
    }
    if (password === RIGHT) {
      clearFailures(held);
      return { kind: "session", session: memorySession(userIdOf(email)) };
    }
    if (locks) countFailure(held, now);
    return { kind: "refused" };
  };
  const minimumDuration: MinimumDuration = {
    until: async (at) => {
      // As in life, what is being answered goes on meanwhile.
      await turn();
      await ports.minimumDuration.until(at);
    },
  };
  const userPool = { ...ports.userPool, signIn: pool };
  const { call } = authApi({}, { ...ports, minimumDuration, userPool, ...change(ports) });
  let requests = 0;
  const attempt = (email: string, password: string, { sourceIp, device }: From) => {
    requests += 1;
    return call(
      jsonEvent(
        ROUTES.signIn,
        { email, password },
        {
          ...{ sourceIp, requestId: `request-${requests}` },
          ...(device !== undefined && { cookies: [device] }),
        },
      ),
    );
  };
  return {
    ports,
    pool,
    /** The number of sign-ins that the pool was asked for, but for probes. */
    checked: () => checked,
    attempt,
    guess: (email: string, from: From) => attempt(email, "Wrong-Password-1!", from),
    advance: (seconds: number) => ports.clock.advance(seconds * 1000),
  };
};

/** The device cookie that an answer set, as a browser sends it back. */
export const deviceOf = ({ cookies }: APIGatewayProxyStructuredResultV2): string | undefined =>
  cookies?.find((cookie) => cookie.startsWith("__Host-device="))?.split(";")[0];

export const retryAfterOf = ({ headers }: APIGatewayProxyStructuredResultV2): number =>
  Number(headers?.["retry-after"]);

/** An address for each index, each in another network. */
export const addressOf = (index: number): string => `198.18.${Math.floor(index / 250)}.${1 + (index % 250)}`;

/** A user who signed in at home once, with the device cookie of that sign-in. */
export const owner = async (options?: Options) => {
  const stage = guardedPool(options);
  const device = deviceOf(await stage.attempt(OWNER, RIGHT, { sourceIp: HOME }));
  return { ...stage, device };
};
