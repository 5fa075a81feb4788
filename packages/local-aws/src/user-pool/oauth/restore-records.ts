/**
 * Restores OAuth records from lines of the data file. Only this program writes the file, so the lines are not
 * validated.
 */
import type { Domain, IdentityProvider, OAuthRecords, ResourceServer } from "./records.js";

export function restoreOAuthRecord(records: OAuthRecords, kind: string, value: unknown): void {
  if (kind === "resource-server") {
    const server = value as ResourceServer;
    records.resourceServers.restore(server.identifier, server);
  } else if (kind === "domain") {
    const domain = value as Domain;
    records.domains.restore(domain.name, domain);
  } else if (kind === "identity-provider") {
    const provider = value as IdentityProvider;
    records.identityProviders.restore(provider.name, provider);
  }
}
