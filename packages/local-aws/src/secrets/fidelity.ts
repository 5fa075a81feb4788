/** Fidelity of the local Secrets Manager. */
import { type ComponentFidelity, done, missing, partial } from "../fidelity/row.js";

export const secretsFidelity: ComponentFidelity = {
  folder: "secrets",
  title: "Secrets (Secrets Manager)",
  rows: [
    done(
      "operation",
      "CreateSecret, ListSecrets",
      "secrets: is created once, also in binary, and listed in pages",
    ),
    done("operation", "GetSecretValue", "secrets: is found by name, by ARN, and by ARN without its random"),
    done(
      "operation",
      "PutSecretValue, DescribeSecret",
      "secrets: keeps its previous value when it gets a new one",
    ),
    missing(
      "operation",
      "UpdateSecret, DeleteSecret, RestoreSecret, ListSecretVersionIds, UpdateSecretVersionStage, BatchGetSecretValue, GetRandomPassword",
    ),
    missing(
      "operation",
      "RotateSecret, CancelRotateSecret, ReplicateSecretToRegions, RemoveRegionsFromReplication, StopReplicationToReplica",
    ),
    missing(
      "operation",
      "GetResourcePolicy, PutResourcePolicy, DeleteResourcePolicy, ValidateResourcePolicy, TagResource, UntagResource",
    ),
    done(
      "behaviour",
      "Idempotency tokens",
      "secrets: takes the same token once, and never with another value",
    ),
    done("behaviour", "Versions and staging labels", "secrets: with a pending version stays current"),
    done("behaviour", "GenerateSecretString of a template", "secrets: goes into the template under its key"),
    partial(
      "behaviour",
      "Storage",
      "secrets: keeps generated and changed values across a restart, in a file that only its owner can read",
      "a file that only its owner can read, without KMS encryption",
    ),
  ],
};
