/** Settings of a declaration that this pool does not support, as texts for the operator. */
import { protectsFromThreats } from "./settings/pool-rules.js";
import type { PoolSettings } from "./settings/pool-settings.js";
import type { Pool } from "./store/pool.js";

const unmet: readonly { readonly text: string; readonly asked: (settings: PoolSettings) => boolean }[] = [
  { text: "threat protection has no effect, because risk is not assessed", asked: protectsFromThreats },
  {
    text: "tokens have the issuer of a pool without replicas",
    asked: ({ IssuerConfiguration: issuer }) => issuer?.Type === "UPDATED",
  },
];

export const limitations = ({ name, settings }: Pool): string[] =>
  unmet.filter(({ asked }) => asked(settings)).map(({ text }) => `pool ${name}: ${text}`);
