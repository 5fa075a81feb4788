/** Who signs in on a migration day, what the legacy system has of them, and how it must end for them. */
import type { LegacyUserWithPassword } from "../../../local/legacy-system/index.js";
import type { Chance } from "./chance.js";

/**
 * `twins` are two legacy records with one address and a password each; `suspended` were suspended ahead
 * of the day; `stranger` and `guesser` must never sign in: one is unknown, the other does not know the password.
 */
export type Kind =
  | "plain"
  | "mistyping"
  | "impatient"
  | "forgetful"
  | "twins"
  | "suspended"
  | "stranger"
  | "guesser";

export type User = {
  readonly kind: Kind;
  readonly index: number;
  /** Normalised: what the pool and the directory must have. */
  readonly email: string;
  /** How they type it, a different way each time. */
  readonly spellings: readonly string[];
  readonly password: string;
  /** Chosen with a code, by those who forgot theirs. */
  readonly newPassword: string;
  readonly records: readonly LegacyUserWithPassword[];
  /** Loaded into the directory ahead of the day. */
  readonly prepared: boolean;
};

/** In every password, and nowhere else: what is searched for in logs and events. */
export const MARK = "c4naryMark";

const KINDS = [
  ["plain", 50],
  ["mistyping", 15],
  ["impatient", 10],
  ["forgetful", 8],
  ["twins", 4],
  ["suspended", 3],
  ["stranger", 6],
  ["guesser", 4],
] as const;

// Letters with two forms in Unicode: composed here, as the pool must have them.
const NAMES = ["ada", "zoë", "josé", "grace", "ångström", "dvořák", "björn", "linus", "šárka"];

const userOf = (chance: Chance, index: number): User => {
  const kind = chance.weighted(KINDS);
  const name = NAMES[chance.below(NAMES.length)] ?? "ada";
  const email = `${name}.${index}@day.example.com`.normalize("NFC");
  const password = `${MARK}-Own-${index}!`;
  const verified = chance.happens(0.9);
  const record = (suffix: string, own: string): LegacyUserWithPassword => ({
    id: `day-${index}${suffix}`,
    // The legacy system has its own ideas of how an address is written.
    email: chance.happens(0.3) ? email.toUpperCase() : email,
    email_verified: verified || kind === "forgetful",
    name: `Person ${index}`,
    password: own,
  });
  return {
    kind,
    index,
    email,
    spellings: [email, email.toUpperCase(), email.normalize("NFD"), ` ${email} `],
    password,
    newPassword: `${MARK}-New-${index}!`,
    records:
      kind === "stranger"
        ? []
        : [record("", password), ...(kind === "twins" ? [record("-twin", twinPassword(index))] : [])],
    prepared: kind === "suspended" || (kind !== "stranger" && kind !== "twins" && chance.happens(0.3)),
  };
};

export const twinPassword = (index: number): string => `${MARK}-Twin-${index}!`;

export const castOf = (chance: Chance, count: number): User[] =>
  Array.from({ length: count }, (_, index) => userOf(chance, index));

/** Whether the day has to end with a session for them. */
export const belongs = ({ kind }: User): boolean =>
  kind !== "suspended" && kind !== "stranger" && kind !== "guesser";
