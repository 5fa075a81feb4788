/**
 * `rate(...)` and `cron(...)` of scheduled rules, in UTC
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 */

import { validationError } from "../aws-json/service-error.js";
import { parseCron } from "./cron-expression.js";

export interface Schedule {
  /** The next run after this moment, or `undefined` if there is none. */
  next(afterMs: number): number | undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export const parseSchedule = (text: string): Schedule => {
  const schedule = parseRate(text) ?? parseCronText(text);
  if (schedule === undefined) throw validationError("Parameter ScheduleExpression is not valid.");
  return schedule;
};

const parseRate = (text: string): Schedule | undefined => {
  const [, count = "", unit = "", plural = ""] =
    /^rate\(([1-9]\d{0,8}) (minute|hour|day)(s?)\)$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  // EventBridge requires the correct plural: "1 minute", "2 minutes".
  if (unitMs === undefined || (count === "1") === (plural === "s")) return undefined;
  return { next: (afterMs) => afterMs + Number(count) * unitMs };
};

const parseCronText = (text: string): Schedule | undefined => {
  const fields = /^cron\((.+)\)$/.exec(text)?.[1];
  return fields === undefined ? undefined : parseCron(fields);
};
