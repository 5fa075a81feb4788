/** For a stage without a system that people come from: nobody is known there. */
import type { LegacySystem } from "../../ports/index.js";

export const noLegacySystem = (): LegacySystem => ({
  verify: async () => ({ kind: "refused" }),
  lookup: async () => ({ kind: "refused" }),
});
