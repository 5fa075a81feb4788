/**
 * Challenges, one-time tickets and pending sign-ins in memory, with the same conditions as the DynamoDB
 * adapter.
 */

import type { Challenge } from "../domain/challenge/challenge.js";
import type { OneTimeTicket } from "../domain/challenge/one-time-ticket.js";
import { AuthError } from "../domain/errors.js";
import { secondsAt } from "../domain/seconds.js";
import type {
  Challenges,
  OneTimeTickets,
  PendingSignIn,
  PendingSignIns,
  PendingStep,
  PendingSteps,
} from "../ports/challenges.js";
import type { Clock } from "../ports/index.js";
import type { MemoryAudit } from "./audit.js";

type Row = Challenge & { readonly sendingUntil?: number | undefined };

export type MemoryChallenges = Challenges & {
  readonly rows: Map<string, Row>;
  /** While true, every read and write fails. */
  broken: boolean;
};

const secondsOf = (clock: Clock): number => secondsAt(clock.now());

export const memoryChallenges = (clock: Clock, audit: MemoryAudit): MemoryChallenges => {
  const rows = new Map<string, Row>();
  const within = async <T>(work: () => T): Promise<T> => {
    if (store.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const store: MemoryChallenges = {
    rows,
    broken: false,
    open: (reference, choice, expiresAtSeconds) =>
      within(() => {
        const held = rows.get(reference);
        if (held) return JSON.stringify(held.choice) === JSON.stringify(choice) ? "open" : "conflict";
        rows.set(reference, { reference, choice, expiresAtSeconds, sent: false, answers: {} });
        return "open";
      }),
    find: (reference) => within(() => rows.get(reference)),
    claim: (reference, proof, leaseSeconds) =>
      within(() => {
        const held = rows.get(reference);
        const now = secondsOf(clock);
        if (!held || held.sent || (held.sendingUntil ?? 0) > now) return "taken";
        rows.set(reference, { ...held, proof, sendingUntil: now + leaseSeconds });
        return "claimed";
      }),
    settle: (reference, event) =>
      within(() => {
        const held = rows.get(reference);
        if (!held) throw new AuthError("internal");
        if (audit.take(event)) rows.set(reference, { ...held, sent: true, sendingUntil: undefined });
      }),
    answer: (reference, { round, answer, passed }, event) =>
      within(() => {
        const held = rows.get(reference);
        const given = held?.answers[round] ?? answer;
        if (!held || given !== answer || (held.passedIn ?? round) !== round) return "conflict";
        if (!audit.take(event)) return "recorded";
        const answers = { ...held.answers, [round]: answer };
        rows.set(reference, { ...held, answers, ...(passed && { passedIn: round }) });
        return "recorded";
      }),
  };
  return store;
};

export const memoryOneTimeTickets = (clock: Clock, audit: MemoryAudit): OneTimeTickets => {
  const rows = new Map<string, OneTimeTicket & { readonly usedBy?: string }>();
  return {
    issue: async (ticket, event) => {
      if (audit.take(event)) rows.set(ticket.id, ticket);
    },
    consume: async ({ id, kind, sub, by }, event) => {
      const held = rows.get(id);
      if (held?.kind !== kind || held.sub !== sub) return "refused";
      if (held.expiresAtSeconds <= secondsOf(clock) || (held.usedBy ?? by) !== by) return "refused";
      if (audit.take(event)) rows.set(id, { ...held, usedBy: by });
      return "consumed";
    },
  };
};

export const memoryPendingSteps = (clock: Clock): PendingSteps => {
  const rows = new Map<string, PendingStep>();
  return {
    keep: async (id, pending) => {
      rows.set(id, pending);
    },
    take: async (id) => {
      const pending = rows.get(id);
      rows.delete(id);
      return pending !== undefined && pending.expiresAtSeconds > secondsAt(clock.now()) ? pending : undefined;
    },
  };
};

export const memoryPendingSignIns = (clock: Clock): PendingSignIns => {
  const rows = new Map<string, PendingSignIn>();
  return {
    keep: async (id, pending) => {
      rows.set(id, pending);
    },
    take: async (id) => {
      const held = rows.get(id);
      rows.delete(id);
      return held && held.expiresAtSeconds > secondsOf(clock) ? held : undefined;
    },
  };
};
