/**
 * Sign-ins reported as risky (POST /_local/take-over-notices), and the users' feedback on them. Kept in
 * memory only. Risk is not assessed here, so there are no other events.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { BoundedMap } from "../../bounded-map.js";
import { sameText } from "../rules/client-secret.js";

export type Feedback = "Valid" | "Invalid";

export interface AuthEvent {
  readonly id: string;
  readonly poolId: string;
  readonly username: string;
  /** Sent to the user with the notice. Its holder can give feedback on the event. */
  readonly token: string;
  feedback?: Feedback;
}

const mostKept = 1000;

export class AuthEvents {
  readonly #byId = new BoundedMap<AuthEvent>(mostKept);

  record(about: { poolId: string; username: string }): AuthEvent {
    const event = { ...about, id: randomUUID(), token: randomBytes(48).toString("base64url") };
    this.#byId.set(event.id, event);
    return event;
  }

  find(poolId: string, id: string): AuthEvent | undefined {
    const event = this.#byId.get(id);
    return event?.poolId === poolId ? event : undefined;
  }
}

export const holdsToken = (event: AuthEvent, token: string): boolean => sameText(event.token, token);
