/** Fidelity of the local pool, part by part. */
import type { ComponentFidelity } from "../fidelity/row.js";
import { federationFidelity } from "./federation/fidelity.js";
import { behaviours } from "./fidelity/behaviours.js";
import { flows } from "./fidelity/flows.js";
import { operationsOfPools } from "./fidelity/operations-of-pools.js";
import { operationsOfSignIn } from "./fidelity/operations-of-sign-in.js";
import { operationsOfUsers } from "./fidelity/operations-of-users.js";
import { silences } from "./fidelity/silences.js";
import { silencesOfOperations } from "./fidelity/silences-of-operations.js";
import { triggers } from "./fidelity/triggers.js";
import { oauthFidelity } from "./oauth/fidelity.js";
import { missingOperations } from "./operations/missing-operations.js";

export const userPoolFidelity: ComponentFidelity = {
  folder: "user-pool",
  title: "User pool",
  rows: [
    ...flows,
    ...triggers,
    ...behaviours,
    ...operationsOfSignIn,
    ...operationsOfUsers,
    ...operationsOfPools,
    ...silences,
    ...silencesOfOperations,
    ...oauthFidelity,
    ...federationFidelity,
  ],
  missingOperations: [...missingOperations],
};
