/**
 * How long rows of the directory stay that no longer count: ended and expired invitations, revoked and expired API keys,
 * expired grants. DynamoDB deletes them after `kept_until`. Until then a repeated request gets the same answer. Rows that
 * were stored without the column stay.
 */
import { DAY_SECONDS, secondsAt } from "../../domain/seconds.js";

const KEPT_DAYS = 30;

/** The value of `kept_until`. */
export const keptAfter = (endSeconds: number): number => endSeconds + KEPT_DAYS * DAY_SECONDS;
export const keptFrom = (now: Date): number => keptAfter(secondsAt(now));

/** The change of an entry of a list: what it leads to has ended. `columns`: what the entry says. */
export const endedEntry = (columns: Readonly<Record<string, string>>, now: Date) =>
  entryChange({ ...columns, ended_at: now.toISOString(), kept_until: keptFrom(now) });

/** Writes the whole entry: what was stored in an earlier form may have none. */
export const entryChange = (columns: Readonly<Record<string, string | number>>) => ({
  UpdateExpression: `SET ${Object.keys(columns)
    .map((column) => `${column} = :${column}`)
    .join(", ")}`,
  ExpressionAttributeValues: Object.fromEntries(
    Object.entries(columns).map(([column, value]) => [`:${column}`, value]),
  ),
});
export const NOT_ENDED = { expression: "attribute_not_exists(ended_at)" };
