/** A legacy system in memory, with an outage that a test can switch on. */
import { legacyFields } from "../domain/legacy-mapping/legacy-fields.js";
import type { LegacyUser } from "../domain/migration.js";
import type { LegacyAnswer, LegacySystem } from "../ports/index.js";

export type LegacyPerson = {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly emailVerified?: boolean;
  /** The fields as the legacy system returns them. */
  readonly fields?: object;
};

export type MemoryLegacy = LegacySystem & {
  /** While set, every call returns this answer. */
  answer: LegacyAnswer | undefined;
  calls: number;
};

const userOf = ({ id, email, emailVerified, fields }: LegacyPerson): LegacyUser => ({
  id,
  email,
  emailVerified: emailVerified ?? true,
  fields: legacyFields(fields ?? {}),
});

export const memoryLegacy = (people: readonly LegacyPerson[]): MemoryLegacy => {
  const find = (username: string) => people.find(({ email }) => email.toLowerCase() === username);
  const legacy: MemoryLegacy = {
    answer: undefined,
    calls: 0,
    verify: async (username, password) => {
      legacy.calls += 1;
      if (legacy.answer) return legacy.answer;
      const person = find(username);
      return person?.password === password ? { kind: "match", user: userOf(person) } : { kind: "refused" };
    },
    lookup: async (username) => {
      legacy.calls += 1;
      if (legacy.answer) return legacy.answer;
      const person = find(username);
      return person ? { kind: "match", user: userOf(person) } : { kind: "refused" };
    },
  };
  return legacy;
};
