/** What a legacy system entitles a person to, written once they are linked; part of ../ports.ts. */
import type { AuditEvent } from "../domain/audit-event.js";
import type { Entitlements as Entitled } from "../domain/legacy-mapping/mapping.js";
import type { Role } from "../domain/role.js";

/** Every write commits together with its event, and repeating it changes nothing. */
export interface Entitlements {
  /**
   * Makes the user an ACTIVE member, counted in their profile. `refused` when the account is not active,
   * or anything is known of the user in it: what the directory says of a membership stays.
   */
  join(
    membership: { readonly userId: string; readonly systemAccountId: string; readonly role: Role },
    event: AuditEvent,
  ): Promise<"joined" | "refused">;
  /**
   * Adds groups and attributes to the profile and takes the entitlements from the legacy identity: they
   * have been given. `gone` when they were given before, or the identity is another user's by now.
   */
  settle(
    given: { readonly legacyId: string; readonly userId: string } & Pick<Entitled, "groups" | "attributes">,
    event: AuditEvent,
  ): Promise<"settled" | "gone">;
}
