/** What a declaration asks for and this pool does not do yet, in words for whoever starts it. */
import type { Pool } from "./store/pool.js";

export function limitations({ name, settings }: Pool): string[] {
  const links = settings.VerificationMessageTemplate?.DefaultEmailOption === "CONFIRM_WITH_LINK";
  return links ? [`pool ${name}: messages carry codes, not links`] : [];
}
