/** The hours of a migration day: how the legacy system is, and what happens to deliveries of triggers. */

import type { FaultInput } from "local-aws/user-pool";
import type { Fault } from "../../../local/legacy-system/index.js";

export type Hour = {
  readonly name: string;
  readonly legacy: Fault;
  /** How many users of the day sign in for the first time; at most `atMost`, where each one takes long. */
  readonly share: number;
  readonly atMost?: number;
  /** Whether those who were turned away before come again. */
  readonly others: boolean;
  triggers(users: number): readonly FaultInput[];
};

const ok: Fault = { mode: "ok" };
const none = () => [];
const repeated = (trigger: string, times: number, overlap: boolean): FaultInput => ({
  ...{ fault: "trigger-repeats", trigger, times: Math.max(1, times) },
  ...{ copies: overlap ? 3 : 2, overlap },
});
const lost = (trigger: string, times: number, ran: boolean): FaultInput => ({
  ...{ fault: "trigger-fails", trigger, ran },
  times: Math.max(1, Math.floor(times)),
});
const turnedAway = (name: string, legacy: Fault, atMost?: number): Hour => ({
  ...{ name, legacy, share: 0.06, others: false, triggers: none },
  ...(atMost !== undefined && { atMost }),
});

export const HOURS: readonly Hour[] = [
  { name: "early, all is well", legacy: ok, share: 0.15, others: false, triggers: none },
  {
    name: "triggers come twice",
    ...{ legacy: ok, share: 0.12, others: false },
    triggers: (users) => [
      repeated("UserMigration", users, false),
      repeated("PostAuthentication", users, false),
      repeated("PreTokenGeneration", users, false),
      repeated("PreAuthentication", users, false),
    ],
  },
  {
    name: "triggers overlap",
    ...{ legacy: ok, share: 0.12, others: false },
    triggers: (users) => [
      repeated("UserMigration", users, true),
      repeated("PostAuthentication", users, true),
    ],
  },
  turnedAway("legacy answers after a second", { mode: "slow", delayMs: 1_000 }, 10),
  turnedAway("legacy answers after three seconds", { mode: "slow", delayMs: 3_000 }, 5),
  turnedAway("legacy is down", { mode: "down" }),
  turnedAway("legacy flaps", { mode: "flap" }),
  {
    name: "back for a moment, answers of triggers are lost",
    ...{ legacy: ok, share: 0.1, others: true },
    triggers: (users) => [
      lost("UserMigration", users / 4, true),
      lost("UserMigration", users / 8, false),
      lost("PostAuthentication", users / 4, true),
      lost("PreTokenGeneration", users / 8, true),
      { fault: "throttled", operation: "InitiateAuth", times: Math.max(1, Math.floor(users / 8)) },
    ],
  },
  turnedAway("legacy answers with HTML", { mode: "html" }),
  turnedAway("legacy answers {}", { mode: "empty" }),
  turnedAway("legacy mixes users up", { mode: "mixup" }),
  turnedAway("legacy sends bombs", { mode: "bomb" }, 8),
  { name: "all is well, all come at once", legacy: ok, share: 1, others: true, triggers: none },
];
