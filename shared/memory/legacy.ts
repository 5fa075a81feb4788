/** A legacy system in memory, with an outage that a test can switch on. */
import { legacyFields } from "../domain/legacy-mapping/legacy-fields.js";
import type { LegacyUser } from "../domain/migration.js";
import type { LegacyAnswer, LegacySystem } from "../ports/index.js";

export type MemoryLegacyUser = {
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

const userOf = ({ id, email, emailVerified, fields }: MemoryLegacyUser): LegacyUser => ({
  id,
  email,
  emailVerified: emailVerified ?? true,
  fields: legacyFields(fields ?? {}),
});

export const memoryLegacy = (users: readonly MemoryLegacyUser[]): MemoryLegacy => {
  const find = (username: string) => users.find(({ email }) => email.toLowerCase() === username);
  const legacy: MemoryLegacy = {
    answer: undefined,
    calls: 0,
    verify: async (username, password) => {
      legacy.calls += 1;
      if (legacy.answer) return legacy.answer;
      const user = find(username);
      return user?.password === password ? { kind: "match", user: userOf(user) } : { kind: "refused" };
    },
    lookup: async (username) => {
      legacy.calls += 1;
      if (legacy.answer) return legacy.answer;
      const user = find(username);
      return user ? { kind: "match", user: userOf(user) } : { kind: "refused" };
    },
  };
  return legacy;
};
