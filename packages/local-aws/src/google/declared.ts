/** Starts the local Google for a template whose pool has Google as identity provider. */
import type { Stack } from "../template/index.js";
import { googleClientsFromStack } from "./clients-from-stack.js";
import type { Google } from "./server.js";

/** Returns undefined if no pool of the stack uses Google. */
export const startDeclaredGoogle = async (stack: Pick<Stack, "resources">): Promise<Google | undefined> => {
  const clients = googleClientsFromStack(stack);
  if (clients.length === 0) return undefined;
  // Imported on demand: loading the provider library is slow, and few templates need it.
  const { startGoogle } = await import("./server.js");
  return startGoogle({ clients });
};

/** Replaces the addresses of the real Google in the template with those of the local one. */
export const providerAddresses = (google: Google | undefined): Record<string, string> =>
  google ? { [google.issuer]: google.url } : {};
