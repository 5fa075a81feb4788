/**
 * Operations of Amazon Cognito that this pool does not implement. They return an error that says so, instead
 * of the error for unknown operations. The fidelity rows give the reasons.
 */
export const missingOperations: ReadonlySet<string> = new Set([
  "CreateUserPoolReplica",
  "DeleteUserPoolReplica",
  "GetProvisionedLimit",
  "ListUserPoolReplicas",
  "UpdateProvisionedLimit",
  "UpdateUserPoolReplica",
]);
