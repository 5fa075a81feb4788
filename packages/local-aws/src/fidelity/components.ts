/** The components of the embedded stack, in the order of docs/fidelity.md. */
import { dynamoDbFidelity } from "../dynamodb/fidelity.js";
import { eventBusFidelity } from "../event-bus/fidelity.js";
import { functionsFidelity } from "../functions/fidelity.js";
import { googleFidelity } from "../google/fidelity.js";
import { httpApiFidelity } from "../http-api/fidelity.js";
import { identityPoolFidelity } from "../identity-pool/fidelity.js";
import { parametersFidelity } from "../parameters/fidelity.js";
import { secretsFidelity } from "../secrets/fidelity.js";
import { streamsFidelity } from "../streams/fidelity.js";
import { templateFidelity } from "../template/fidelity.js";
import { userPoolFidelity } from "../user-pool/fidelity/index.js";
import type { ComponentFidelity } from "./row.js";

export const stackFidelity: readonly ComponentFidelity[] = [
  userPoolFidelity,
  googleFidelity,
  identityPoolFidelity,
  eventBusFidelity,
  functionsFidelity,
  httpApiFidelity,
  dynamoDbFidelity,
  streamsFidelity,
  secretsFidelity,
  parametersFidelity,
  templateFidelity,
];
