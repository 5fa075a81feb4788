/** The components of the embedded stack, in the order of docs/local-fidelity.md. */
import { googleFidelity } from "../google/fidelity.js";
import { userPoolFidelity } from "../user-pool/fidelity.js";
import type { ComponentFidelity } from "./row.js";

export const stackFidelity: readonly ComponentFidelity[] = [userPoolFidelity, googleFidelity];
