/** What must hold at the end of the day. Each rule answers the places where it does not. */
import { CHAIN_START, chain } from "../../../shared/adapters/node/audit-chain.js";
import type { RecordedAuditEvent } from "../../../shared/domain/audit/audit-event.js";
import { normaliseIdentifier } from "../../../shared/domain/identifier.js";
import type { Evidence } from "./evidence.js";
import type { Progress } from "./user-day.js";
import { belongs } from "./users.js";

type Rule = (evidence: Evidence, day: readonly Progress[]) => string[];

const repeatedIn = <T>(values: readonly T[]): T[] => {
  const seen = new Set<T>();
  return values.filter((value) => {
    const again = value !== undefined && seen.has(value);
    seen.add(value);
    return again;
  });
};

const ofType = (events: readonly RecordedAuditEvent[] | undefined, type: string): RecordedAuditEvent[] =>
  (events ?? []).filter((event) => event.type === type);

export const RULES = {
  "every legitimate user signed in, and no other": (_, day) =>
    day
      .filter(({ user, done }) => done !== belongs(user))
      .map(({ user, refusals }) => `${user.kind} ${user.email}: ${[...refusals]}`),

  "no user had a forbidden failure": (_, day) => day.flatMap(({ grievances }) => grievances),

  "every user kept one user id": (_, day) =>
    day
      .filter(({ userIds }) => userIds.size > 1)
      .map(({ user, userIds }) => `${user.email}: ${[...userIds]}`),

  "no user is in the pool twice, and no id has two owners": ({ poolUsers }) => [
    ...repeatedIn(poolUsers.map(({ email }) => normaliseIdentifier(email))),
    ...repeatedIn(poolUsers.map(({ legacyId }) => legacyId)).map(String),
    ...repeatedIn(poolUsers.map(({ userId }) => userId)).map(String),
  ],

  "no legacy id and no user id is used twice": ({ identities }) => [
    ...repeatedIn(identities.map(({ legacyId }) => legacyId)),
    ...repeatedIn(identities.map(({ userId }) => userId)),
  ],

  "every user who signed in is linked to their pool user": ({ identities, poolUsers }, day) => {
    const byEmail = new Map(poolUsers.map((each) => [each.email, each]));
    const byLegacyId = new Map(identities.map((each) => [each.legacyId, each]));
    return day.flatMap(({ user, done, userIds }) => {
      if (!done) return [];
      const inPool = byEmail.get(user.email);
      const identity = byLegacyId.get(inPool?.legacyId ?? "");
      const right =
        inPool?.status === "CONFIRMED" &&
        identity?.state === "LINKED" &&
        identity.sub === inPool.sub &&
        identity.userId === inPool.userId &&
        userIds.has(identity.userId);
      return right ? [] : [`${user.email}: ${JSON.stringify({ inPool, identity, userIds: [...userIds] })}`];
    });
  },

  "an address is verified only where the legacy system says so": ({ poolUsers }, day) => {
    const byEmail = new Map(poolUsers.map((each) => [each.email, each]));
    return day
      .filter(({ user, done }) => {
        const said = user.records.some(({ email_verified }) => email_verified);
        return done && (byEmail.get(user.email)?.emailVerified === "true") !== said;
      })
      .map(({ user }) => user.email);
  },

  // Who stays approved is a twin who came second, or suspended, and has no pool user.
  "no user who was approved and not linked could sign in": ({ identities, poolUsers }, day) => {
    const held = new Set(poolUsers.map(({ legacyId }) => legacyId));
    const mayStay = new Set(
      day
        .filter(({ user }) => user.kind === "twins" || user.kind === "suspended")
        .flatMap(({ user }) => user.records.map(({ id }) => id)),
    );
    return identities
      .filter(({ state, legacyId }) => state === "APPROVED" && (held.has(legacyId) || !mayStay.has(legacyId)))
      .map(({ legacyId }) => legacyId);
  },

  "each linked identity has one approval and one completion, in this order": ({ identities, events }) =>
    identities
      .filter(({ state }) => state === "LINKED")
      .flatMap(({ legacyId, userId }) => {
        const own = events.get(`user:${userId}`);
        const story = (own ?? []).map(({ type }) => type).filter((type) => type.startsWith("migration."));
        const complete = story.join() === "migration.approved,migration.completed";
        return complete ? [] : [`${legacyId}: ${story.join()}`];
      }),

  "who stayed out can read the reason in the audit stream": ({ events, pseudonymOf }, day) =>
    day
      .filter(({ done }) => !done)
      .filter(({ user, refusals }) => {
        const own = ofType(events.get(`pseudonym:${pseudonymOf(user.email)}`), "signin.failed");
        const reasons = new Set(own.map(({ details }) => details.reason));
        return reasons.size === 0 || [...refusals].some((code) => !explains(code, reasons));
      })
      .map(({ user }) => user.email),

  "every chain is whole: no gap, no edit, and the head is its end": ({ events, heads }) => [
    ...[...events].flatMap(([subject, own]) => {
      let head = { sequence: 0, hash: CHAIN_START };
      for (const { sequence, hash, previousHash, ...event } of own) {
        const expected = chain(event, head).recorded;
        if (expected.sequence !== sequence || expected.hash !== hash || previousHash !== head.hash)
          return [`${subject} at ${sequence}`];
        head = { sequence, hash };
      }
      return heads.get(subject) === head.sequence ? [] : [`${subject}: its head is elsewhere`];
    }),
    ...[...heads.keys()].filter((subject) => !events.has(subject)),
  ],
} satisfies Record<string, Rule>;

/**
 * During an outage of the legacy system a wrong password is answered as the outage, and the sign-in that finds the outage
 * as a wrong password. The audit stream has what happened.
 */
const OUTAGE_ANSWERS = ["invalid_credentials", "temporarily_unavailable"];

const explains = (code: string, reasons: ReadonlySet<unknown>): boolean =>
  (OUTAGE_ANSWERS.includes(code) ? OUTAGE_ANSWERS : [code]).some((each) => reasons.has(each));

export const breaches = (rule: keyof typeof RULES, evidence: Evidence, day: readonly Progress[]): string[] =>
  (RULES[rule] as Rule)(evidence, day);
