/**
 * Operations that Amazon Cognito has and this pool has not: they answer an error that says so, instead of the one for names
 * that nobody knows. fidelity/operations.ts says why.
 */
export const missingOperations: ReadonlySet<string> = new Set([
  "CreateUserPoolReplica",
  "DeleteUserPoolReplica",
  "GetProvisionedLimit",
  "ListUserPoolReplicas",
  "UpdateProvisionedLimit",
  "UpdateUserPoolReplica",
]);
