/** The time that failed sign-ins, forgotten passwords and codes take. */
import * as z from "zod/mini";
import { FLOOR_ABOVE_DEADLINE_MS } from "../domain/answer-floor.js";
import { concern, type Problem } from "./concern.js";
import { oneOf, wholeNumber } from "./forms.js";
import { schema, setting } from "./schema.js";

/** A function has 29 seconds, and a sign-in or sign-up may need most of them. */
const milliseconds = /* @__PURE__ */ wholeNumber(0, 10_000);

export const answerFloor = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        ANSWER_FLOOR_MS: setting(milliseconds),
        ANSWER_FLOOR_MAX_MS: setting(milliseconds),
        LEGACY_SYSTEM: setting(oneOf("none", "http", "table")),
        LEGACY_DEADLINE_MS: setting(wholeNumber(100, 4000)),
      }),
    ),
  (settings) => ({
    leastMs: settings.ANSWER_FLOOR_MS,
    mostMs: settings.ANSWER_FLOOR_MAX_MS,
    followsLegacy: settings.LEGACY_SYSTEM !== "none",
  }),
  ({
    ANSWER_FLOOR_MS: leastMs = 0,
    ANSWER_FLOOR_MAX_MS: mostMs,
    LEGACY_SYSTEM: system,
    LEGACY_DEADLINE_MS: deadlineMs = 0,
  }): readonly Problem[] => {
    if (mostMs === undefined) return [];
    if (mostMs < leastMs) return [{ setting: "ANSWER_FLOOR_MAX_MS", words: "is less than ANSWER_FLOOR_MS" }];
    // 0 turns the floor off.
    if (mostMs === 0 || system !== "http" || mostMs >= deadlineMs + FLOOR_ABOVE_DEADLINE_MS) return [];
    const words = `is less than LEGACY_DEADLINE_MS and ${FLOOR_ABOVE_DEADLINE_MS} ms more; LEGACY_SYSTEM is http`;
    return [{ setting: "ANSWER_FLOOR_MAX_MS", words }];
  },
);
