/**
 * Operations that Amazon Cognito has and this pool does not have yet: they answer an error that says so, instead of the
 * one for names that nobody knows.
 */
export const missingOperations: ReadonlySet<string> = new Set([
  "AdminDisableProviderForUser",
  "AdminLinkProviderForUser",
  "AdminListUserAuthEvents",
  "AdminUpdateAuthEventFeedback",
  "CreateUserPoolReplica",
  "DeleteUserPoolReplica",
  "GetProvisionedLimit",
  "GetSigningCertificate",
  "ListUserPoolReplicas",
  "UpdateAuthEventFeedback",
  "UpdateProvisionedLimit",
  "UpdateUserPoolReplica",
]);
