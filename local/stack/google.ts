/** The local Google, for a template whose pool signs people in with Google. */
import { googleClientsFromStack } from "../google/clients-from-stack.js";
import type { Google } from "../google/index.js";
import type { Stack } from "../template/index.js";
import type { Keeper } from "./keeper.js";

/** Undefined when no pool of the stack names Google. */
export const startDeclaredGoogle = async (
  stack: Pick<Stack, "resources">,
  keep: Keeper["keep"],
): Promise<Google | undefined> => {
  const clients = googleClientsFromStack(stack);
  if (clients.length === 0) return undefined;
  // Loaded only here: it takes its time, and few templates need it.
  const { startGoogle } = await import("../google/index.js");
  return keep(await startGoogle({ clients }));
};

/** The template names the real Google; the pool and the browser are sent to this one. */
export const providerAddresses = (google: Google | undefined): Record<string, string> =>
  google ? { [google.issuer]: google.url } : {};
