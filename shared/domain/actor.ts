/**
 * Who acts, as the authorizer found out: nothing of it comes from what a client sent. What they may do
 * in the account is not among it, but asked of the directory when they do it.
 */
import { userSubject } from "./audit-event.js";
import type { Caller } from "./caller.js";
import type { Role } from "./role.js";

type Acting = {
  /** The account of the request, where the actor is an ACTIVE member; undefined on routes about the person. */
  readonly systemAccountId: string | undefined;
  readonly visibleAccountId: string | undefined;
  readonly cellId: string | undefined;
  /** What the authorizer read; a change asks again. */
  readonly role: Role | undefined;
  readonly scopes: readonly string[];
  readonly caller: Caller;
  /** The route's key, for the audit stream. */
  readonly route: string;
};

/** A person with an access token. */
export type PersonActor = Acting & {
  readonly credential: "token";
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

export type Actor = PersonActor | ApiKeyActor;

/** Whose chain of audit events an actor's denials are in. */
export const actorSubject = (actor: Actor): string =>
  actor.credential === "token" ? userSubject(actor.userId) : `key:${actor.keyId}`;
