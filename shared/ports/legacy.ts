/** The legacy login system. */
import type { LegacyUser, UnusableRecord } from "../domain/migration.js";

/**
 * The system that users migrate from. It never rejects: any answer that is not explicit is `unavailable`. A record
 * that cannot be used is `unusable`: it concerns one user, and the system is available.
 * A call is aborted after `withinMs` with the reason `floor_reached`, which does not mean that the system is unavailable.
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
