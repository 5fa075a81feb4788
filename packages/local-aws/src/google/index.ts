/** A local Google: the template's clients, and the provider, whose library is loaded on start. */
import type { Google, GoogleOptions } from "./server.js";

export { providerAddresses, startDeclaredProviders } from "./declared.js";
export { GOOGLE_ISSUER } from "./issuer.js";
export type { Google, GoogleClient, GoogleOptions, GoogleUser } from "./server.js";

export const startGoogle = async (options: GoogleOptions): Promise<Google> =>
  (await import("./server.js")).startGoogle(options);
