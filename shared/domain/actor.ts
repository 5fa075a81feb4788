/**
 * The actor of a request, as the authorizer determined it; no value comes from client input. Permissions are
 * not included: they are read from the directory when the actor acts.
 */
import { userSubject } from "./audit/audit-event.js";
import type { Caller } from "./caller.js";
import type { Role } from "./role.js";

type Acting = {
  /** The account of the request, in which the actor is ACTIVE; undefined on routes about the user. */
  readonly systemAccountId: string | undefined;
  readonly visibleAccountId: string | undefined;
  readonly cellId: string | undefined;
  /** The role that the authorizer read. A change reads it again. */
  readonly role: Role | undefined;
  readonly scopes: readonly string[];
  readonly caller: Caller;
  /** The route key, for the audit stream. */
  readonly route: string;
};

/** A user with an access token, or with the cookie of a session. */
export type UserActor = Acting & {
  readonly credential: "token" | "cookie";
  readonly userId: string;
  readonly sub: string;
  readonly sessionId: string;
  readonly username: string;
  readonly email: string;
};

/** A program with an API key of the account. */
export type ApiKeyActor = Acting & {
  readonly credential: "api_key";
  readonly keyId: string;
};

export type Actor = UserActor | ApiKeyActor;

/** The subject whose audit chain holds the actor's denials. */
export const actorSubject = (actor: Actor): string =>
  actor.credential !== "api_key" ? userSubject(actor.userId) : `key:${actor.keyId}`;
