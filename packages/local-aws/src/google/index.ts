/** A local Google: what a template declares of it, and the provider itself, whose library is loaded when it starts. */
import type { Google, GoogleOptions } from "./server.js";

export { providerAddresses, startDeclaredGoogle } from "./declared.js";
export type { Google, GoogleClient, GoogleOptions, GooglePerson } from "./server.js";

export const startGoogle = async (options: GoogleOptions): Promise<Google> =>
  (await import("./server.js")).startGoogle(options);
