/** Fidelity of the local pool, part by part. */
import type { ComponentFidelity } from "../../fidelity/row.js";
import { federationFidelity } from "../federation/fidelity.js";
import { oauthFidelity } from "../oauth/fidelity.js";
import { missingOperations } from "../operations/missing-operations.js";
import { behaviours } from "./behaviours.js";
import { flows } from "./flows.js";
import { operationsOfPools } from "./operations-of-pools.js";
import { operationsOfSignIn } from "./operations-of-sign-in.js";
import { operationsOfUsers } from "./operations-of-users.js";
import { silences } from "./silences.js";
import { silencesOfOperations } from "./silences-of-operations.js";
import { triggers } from "./triggers.js";

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
