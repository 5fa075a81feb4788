/**
 * Operations of Amazon EventBridge that are not implemented. They are rejected by name, unlike unknown
 * operations.
 */
export const missingOperations: ReadonlySet<string> = new Set([
  // Partner event sources and events
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
  // API destinations and connections
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
  // Bus policies
  "PutPermission",
  "RemovePermission",
]);
