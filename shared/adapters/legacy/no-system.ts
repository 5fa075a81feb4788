/** For stages without a legacy system: every user is unknown. */
import type { LegacySystem } from "../../ports/index.js";

export const noLegacySystem = (): LegacySystem => ({
  verify: async () => ({ kind: "refused" }),
  lookup: async () => ({ kind: "refused" }),
});
