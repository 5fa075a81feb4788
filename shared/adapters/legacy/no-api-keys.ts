/** For stages whose legacy system has no API keys: every key is refused. */
import type { LegacyApiKeys } from "../../ports/legacy-api-keys.js";

export const noLegacyApiKeys = (): LegacyApiKeys => ({
  open: async () => undefined,
  validate: async () => ({ kind: "refused" }),
});
