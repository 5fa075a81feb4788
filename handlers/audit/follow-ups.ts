/**
 * Fed by the audit table's stream, with the events that need work after the sign-in: `migration.claim_requested`
 * gives users of external providers the legacy identity that could not be approved during it, and
 * `user.email_changed` notifies the owner at both addresses. Events are delivered again while the legacy system or the
 * directory is unavailable.
 */
import { auditStream, type StreamDeps } from "../../shared/edge/audit-stream.js";
import { type SealedEventsDeps, sealedEvents } from "../../shared/flows/audit/sealed-events.js";
import {
  type AddressNoticeDeps,
  notifyAddressChanges,
} from "../../shared/flows/messages/notify-address-changes.js";
import { type ClaimDeps, claimRequested } from "../../shared/flows/migration/claim-legacy-identity.js";
import { sealPorts } from "../../shared/wiring/audit.js";
import { streamPorts } from "../../shared/wiring/base.js";
import { addressNoticePorts } from "../../shared/wiring/mail.js";
import { legacyIdentityPorts } from "../../shared/wiring/migration.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = StreamDeps & SealedEventsDeps & ClaimDeps & AddressNoticeDeps;

const WORDS = { consumer: "follow-ups", done: "done", failures: "follow_up_waiting" };

/** Follow-ups are tasks that an event of the audit stream causes, after the request that recorded it has ended. */
export const followUps = (deps: Deps) =>
  auditStream(deps, WORDS, async (rows) => {
    const byRow = await sealedEvents(deps, rows);
    const events = [...byRow.values()];
    const waiting = [...(await claimRequested(deps, events)), ...(await notifyAddressChanges(deps, events))];
    return { failed: [...byRow].flatMap(([row, event]) => (waiting.includes(event) ? [row] : [])) };
  });

export const handler = wired(followUps, {
  ...streamPorts,
  ...sealPorts,
  ...legacyIdentityPorts,
  ...addressNoticePorts,
});
