/** Starts the session that the tokens of a sign-in belong to. */
import { randomUUID } from "node:crypto";
import { levelOf, type Method } from "../rules/authentication-level.js";
import type { Services } from "../services.js";
import { acrName } from "../settings/acr-levels.js";
import { lifetimeSeconds } from "../settings/client-settings.js";
import type { NewDevice } from "../store/device.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import type { Attributes, User } from "../store/user.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import { makeRoomForSession, tracksSessions } from "./session-tracking.js";

/** How the user authenticated. */
export interface Proof {
  readonly methods: readonly Method[];
  /**
   * Whether the client requested an authentication level. If so, the tokens carry the level that was reached.
   */
  readonly asked: boolean;
  /** The time of the authentication in milliseconds, if it is not now. */
  readonly at?: number;
}

/** A sign-in that is about to get its tokens. */
export interface SignIn {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: User;
  readonly clientMetadata?: Attributes | undefined;
  readonly hosted?: HostedGrant | undefined;
  /** Absent if an external provider authenticated the user. */
  readonly proof?: Proof;
  /** The key of the device that proved itself. */
  readonly deviceKey?: string | undefined;
  /** The key that is offered to an unknown device. */
  readonly newDevice?: NewDevice;
}

export function startSession({ clock }: Services, signIn: SignIn): Session {
  const { pool, client, user, hosted, deviceKey, newDevice } = signIn;
  const now = clock.now();
  const tracked = tracksSessions(pool);
  if (tracked) makeRoomForSession(pool, user.username, now);
  const refreshExpiresAt = now + lifetimeSeconds(client.settings, "refresh") * 1000;
  const session: Session = {
    id: randomUUID(),
    originJti: randomUUID(),
    username: user.username,
    clientId: client.id,
    authTime: Math.floor((signIn.proof?.at ?? now) / 1000),
    refreshExpiresAt,
    expiresAt: refreshExpiresAt + lifetimeSeconds(client.settings, "access") * 1000,
    refreshJti: randomUUID(),
    superseded: [],
    ...levelClaims(signIn),
    ...(tracked && { tracked }),
    ...(hosted && { scopes: hosted.scopes }),
    ...(hosted?.resource !== undefined && { resource: hosted.resource }),
    ...(deviceKey !== undefined && { deviceKey }),
    ...(newDevice && { newDevice }),
  };
  pool.sessions.save(session, now);
  return session;
}

function levelClaims({ pool, proof }: SignIn): Pick<Session, "acr" | "methods"> {
  if (!proof) return {};
  const { methods, asked } = proof;
  const level = asked ? levelOf(methods) : undefined;
  return { methods, ...(level && { acr: acrName(pool.settings.AcrConfiguration, level) }) };
}
