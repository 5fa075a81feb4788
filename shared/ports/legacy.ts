/** Where people come from. */
import type { LegacyUser } from "../domain/migration.js";

/** The system that people migrate from. It never rejects: an answer that is not explicit is `unavailable`. */
export interface LegacySystem {
  verify(username: string, password: string): Promise<LegacyAnswer>;
  lookup(username: string): Promise<LegacyAnswer>;
}
export type LegacyAnswer =
  | { readonly kind: "match"; readonly user: LegacyUser }
  | { readonly kind: "refused" }
  | { readonly kind: "unavailable"; readonly reason: string };
