/** The legacy login system. */
import type { LegacyUser, UnusableRecord } from "../domain/migration.js";

/**
 * The system that users migrate from. It never rejects: any answer that is not explicit is `unavailable`. A record
 * that cannot be used is `unusable`: that concerns one user, and says that the system is well.
 * A call is cut after `withinMs` with the reason `floor_reached`, which says nothing about the system.
 */
export interface LegacySystem {
  verify(username: string, password: string, withinMs?: number): Promise<LegacyAnswer>;
  lookup(username: string, withinMs?: number): Promise<LegacyAnswer>;
}
export type LegacyAnswer =
  | { readonly kind: "match"; readonly user: LegacyUser }
  | { readonly kind: "refused" }
  | { readonly kind: "unusable"; readonly reason: UnusableRecord }
  | { readonly kind: "unavailable"; readonly reason: string };
