/** Operations of Amazon EventBridge that are not here: they are refused by name, never taken for misspelt. */
export const missingOperations: ReadonlySet<string> = new Set([
  // Event sources and events of partners
  "ActivateEventSource",
  "CreatePartnerEventSource",
  "DeactivateEventSource",
  "DeletePartnerEventSource",
  "DescribeEventSource",
  "DescribePartnerEventSource",
  "ListEventSources",
  "ListPartnerEventSourceAccounts",
  "ListPartnerEventSources",
  "PutPartnerEvents",
  // API destinations and their connections
  "CreateApiDestination",
  "CreateConnection",
  "DeauthorizeConnection",
  "DeleteApiDestination",
  "DeleteConnection",
  "DescribeApiDestination",
  "DescribeConnection",
  "ListApiDestinations",
  "ListConnections",
  "UpdateApiDestination",
  "UpdateConnection",
  // Global endpoints
  "CreateEndpoint",
  "DeleteEndpoint",
  "DescribeEndpoint",
  "ListEndpoints",
  "UpdateEndpoint",
  // Policies of buses
  "PutPermission",
  "RemovePermission",
]);
