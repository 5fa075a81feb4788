/** The stage's floor in the guard table: one row, which all functions share. */
import type { FloorStep } from "../../../domain/answer-floor.js";
import type { AnswerFloors } from "../../../ports/index.js";
import { Columns } from "../columns.js";
import { type GuardStore, quietly, secondsOf, writes } from "../guard-store.js";

const KEY = { pk: "FLOOR#answers" };
/** A stage without failed sign-ins for so long starts at its lowest floor again. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

export const dynamoAnswerFloors = (store: GuardStore): AnswerFloors => ({
  read: async () => {
    try {
      const row = await store.documents.get(store.guardTable, KEY);
      if (row === undefined) return { version: 0, steps: [] };
      const columns = new Columns("guard", row);
      const version = columns.number("version");
      if (columns.number("expires_at") <= secondsOf(store.clock)) return { version, steps: [] };
      return { version, steps: stepsIn(row.steps) };
    } catch {
      return undefined;
    }
  },
  replace: ({ version }, steps) =>
    quietly(store, () =>
      // If the condition fails, another function has just changed the floor.
      writes(store, {
        Key: KEY,
        UpdateExpression: "SET version = :next, steps = :steps, expires_at = :end",
        ConditionExpression: "attribute_not_exists(version) OR version = :seen",
        ExpressionAttributeValues: {
          ":next": version + 1,
          ":seen": version,
          ":steps": steps.map(({ since, floorMs }) => [since, floorMs]),
          ":end": secondsOf(store.clock) + KEPT_SECONDS,
        },
      }),
    ),
});

/** A step of another form is left out, so that the lowest floor counts. */
const stepsIn = (value: unknown): FloorStep[] =>
  (Array.isArray(value) ? value : []).flatMap((pair: unknown) => {
    const [since, floorMs] = Array.isArray(pair) ? (pair as unknown[]) : [];
    return typeof since === "number" && typeof floorMs === "number" ? [{ since, floorMs }] : [];
  });
