/** The caller of a public endpoint, with what its cookies name. */
import type { Caller } from "../domain/caller.js";
import { KNOWN_SECONDS } from "../domain/known-sources.js";
import { DEVICE_COOKIE, SESSION_COOKIE } from "./host-cookie.js";
import type { HttpRequest } from "./http-endpoint.js";
import { type ViewerDeps, viewerCaller } from "./viewer-caller.js";

export const deviceCaller = async (
  deps: ViewerDeps,
  request: Pick<HttpRequest, "caller" | "headers" | "cookies">,
): Promise<Caller & { readonly device: string | undefined; readonly session: string | undefined }> => ({
  ...(await viewerCaller(deps, request)),
  device: DEVICE_COOKIE.from(request.cookies),
  session: SESSION_COOKIE.from(request.cookies),
});

/** The cookie after a sign-in. It lives as long as the record of the device. */
export const deviceCookie = (device: string): string => DEVICE_COOKIE.set(device, KNOWN_SECONDS);
