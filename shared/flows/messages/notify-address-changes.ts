/**
 * Tells the owner of an account at both addresses that its address changed: the old one in case an attacker
 * changed it, the new one because the user now signs in with it.
 */
import type { AuditEvent } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";
import { type NotifyDeps, notifyOwner } from "./notify-owner.js";

export type AddressNoticeDeps = NotifyDeps & Pick<Ports, "directory">;

/** Returns the events whose addresses could not be read. The events hold no address; the directory does. */
export const notifyAddressChanges = async <Event extends AuditEvent>(
  deps: AddressNoticeDeps,
  events: readonly Event[],
): Promise<Event[]> => {
  const changes = events.filter(({ type }) => type === "user.email_changed");
  for (const [index, event] of changes.entries()) {
    try {
      await notify(deps, event);
    } catch (thrown) {
      if (!(thrown instanceof AuthError)) throw thrown;
      return changes.slice(index);
    }
  }
  return [];
};

const notify = async (deps: AddressNoticeDeps, { id, at, details }: AuditEvent): Promise<void> => {
  const change = await deps.directory.addressChange(details.userId ?? "", at);
  if (change === undefined) return;
  const notice = { kind: "email_changed", values: {} } as const;
  // The throttle sends each once, also when the event is delivered again.
  await notifyOwner(deps, { notice, email: change.from, key: `${id}/old`, languages: [] });
  await notifyOwner(deps, { notice, email: change.to, key: `${id}/new`, languages: [] });
};
