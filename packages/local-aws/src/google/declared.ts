/** The local Google, for a template whose pool signs users in with Google. */
import type { Stack } from "../template/index.js";
import { googleClientsFromStack } from "./clients-from-stack.js";
import type { Google } from "./server.js";

/** Undefined when no pool of the stack names Google. */
export const startDeclaredGoogle = async (stack: Pick<Stack, "resources">): Promise<Google | undefined> => {
  const clients = googleClientsFromStack(stack);
  if (clients.length === 0) return undefined;
  // Loaded only here: loading the provider library takes long, and few templates need it.
  const { startGoogle } = await import("./server.js");
  return startGoogle({ clients });
};

/** The template names the real Google; the pool and the browser are sent to this one. */
export const providerAddresses = (google: Google | undefined): Record<string, string> =>
  google ? { [google.issuer]: google.url } : {};
