/** Entitlements from a legacy record, granted after the user is linked. */
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Entitlements as Entitled } from "../domain/legacy-mapping/mapping.js";
import type { Role } from "../domain/role.js";

/** Every write commits together with its audit event. Repeated calls change nothing. */
export interface Entitlements {
  /**
   * Makes the user an ACTIVE member, counted in the profile. Returns `refused` if the account is not ACTIVE,
   * or if the directory already has a membership of the user in it, whatever its status.
   */
  join(
    membership: { readonly userId: string; readonly systemAccountId: string; readonly role: Role },
    event: AuditEvent,
  ): Promise<"joined" | "refused">;
  /**
   * Adds groups and attributes to the profile and removes the entitlements from the legacy identity. Returns
   * `gone` if they were granted before, or if the identity now belongs to another user.
   */
  settle(
    given: { readonly legacyId: string; readonly userId: string } & Pick<Entitled, "groups" | "attributes">,
    event: AuditEvent,
  ): Promise<"settled" | "gone">;
}
