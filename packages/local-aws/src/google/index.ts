/** A local Google: the template's clients, and the provider, whose library is loaded on start. */
import type { Google, GoogleOptions } from "./server.js";

export { providerAddresses, startDeclaredGoogle } from "./declared.js";
export type { Google, GoogleClient, GoogleOptions, GoogleUser } from "./server.js";

export const startGoogle = async (options: GoogleOptions): Promise<Google> =>
  (await import("./server.js")).startGoogle(options);
