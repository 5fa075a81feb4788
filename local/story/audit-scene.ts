/** The audit events of the migrated user, as the security team receives them. */
import type { StackDescription } from "../stack/description.js";
import { eventsOf } from "./audit.js";
import type { LegacyActor } from "./cast.js";
import type { Stage } from "./play.js";

type Scene = Stage & { readonly stack: StackDescription; readonly actor: LegacyActor };

const EXPECTED = [
  "migration.approved",
  "migration.completed",
  "signin.succeeded",
  "access.denied",
  "signin.succeeded", // the sign-in that issued the expired token
  "challenge.sent", // step-up authentication before the API key
  "challenge.passed",
  "stepup.completed",
  "ticket.consumed",
  "session.refreshed",
  "signout.completed",
  "session.refresh_refused", // the attempt to refresh after the sign-out
];

export const playAudit = async ({ see, stack, actor }: Scene): Promise<void> => {
  const events = await eventsOf(stack, `user:${actor.userId}`, EXPECTED.length);
  see(
    "a rule delivered the user's events to a consumer",
    events.map((event) => event["detail-type"]),
    EXPECTED,
  );
  see(
    "the sequence numbers have no gap",
    events.map(({ detail }) => detail.metadata.sequence),
    EXPECTED.map((_, index) => index + 1),
  );
  see(
    "the first event has a deterministic id, so a repeated event is recorded once",
    events[0]?.detail.metadata.uid,
    `migration.approved/${actor.legacyId}`,
  );
};
