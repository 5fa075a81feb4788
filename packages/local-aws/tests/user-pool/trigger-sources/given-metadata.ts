/**
 * What callers add for the triggers, and the words for where it arrived (developer guide, "Customizing user pool workflows
 * with Lambda triggers"; API reference of each operation).
 */
export const ClientMetadata = { from: "client" };
export const ValidationData = [{ Name: "from", Value: "validation" }];

export const validation = (source: string) => `${source}: validationData`;
export const client = (source: string) => `${source}: clientMetadata`;
export const both = (source: string) => `${source}: validationData, clientMetadata`;
export const neither = (source: string) => `${source}: nothing`;
