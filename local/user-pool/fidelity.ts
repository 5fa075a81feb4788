/** How faithful the local pool is, part by part. */
import { behaviours } from "./fidelity/behaviours.js";
import { flows } from "./fidelity/flows.js";
import { operations } from "./fidelity/operations.js";
import type { FidelityRow } from "./fidelity/row.js";
import { triggers } from "./fidelity/triggers.js";
import { oauthFidelity } from "./oauth/fidelity.js";

export type { FidelityRow } from "./fidelity/row.js";

export const userPoolFidelity: readonly FidelityRow[] = [
  ...flows,
  ...triggers,
  ...behaviours,
  ...operations,
  ...oauthFidelity,
];
