/** For stages whose legacy system has no API keys: nothing is one. */
import type { LegacyKeys } from "../ports/legacy-keys.js";

export const noLegacyKeys = (): LegacyKeys => ({
  open: async () => undefined,
  validate: async () => ({ kind: "refused" }),
});
