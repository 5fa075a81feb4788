/** Starts a local provider for each OpenID provider of a template's pools, Google among them. */
import type { Stack } from "../template/index.js";
import { providersFromStack } from "./clients-from-stack.js";
import type { Google } from "./server.js";

export const startDeclaredProviders = async (stack: Pick<Stack, "resources">): Promise<readonly Google[]> => {
  const declared = providersFromStack(stack);
  if (declared.length === 0) return [];
  // Imported on demand: loading the provider library is slow, and few templates need it.
  const { startGoogle } = await import("./server.js");
  return Promise.all(declared.map(startGoogle));
};

/** Replaces the addresses of the real providers in the template with those of the local ones. */
export const providerAddresses = (providers: readonly Google[]): Record<string, string> =>
  Object.fromEntries(providers.map(({ issuer, url }) => [new URL(issuer).origin, url]));
