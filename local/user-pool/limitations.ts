/** What a declaration asks for and this pool does not do yet, in words for whoever starts it. */
import type { Pool } from "./store/pool.js";

const silentTriggers = ["InboundFederation"];

export function limitations({ name, settings }: Pool): string[] {
  const triggers = silentTriggers.filter((trigger) => settings.LambdaConfig[trigger] !== undefined);
  const links = settings.VerificationMessageTemplate?.DefaultEmailOption === "CONFIRM_WITH_LINK";
  return [
    ...triggers.map((trigger) => `pool ${name}: the trigger ${trigger} does not fire yet`),
    ...(links ? [`pool ${name}: messages carry codes, not links`] : []),
  ];
}
