/** Fidelity of the local Parameter Store. */
import { type ComponentFidelity, missing, partial } from "../fidelity/row.js";

export const parametersFidelity: ComponentFidelity = {
  folder: "parameters",
  title: "Parameters (Systems Manager)",
  rows: [
    partial(
      "operation",
      "GetParameter",
      "parameters: gives the value that the template declares",
      "plain strings in version 1, by name only: no ARN, label, version or SecureString",
    ),
    missing("behaviour", "All other operations", "the template declares the parameters; they do not change"),
  ],
};
