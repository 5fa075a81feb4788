/** The caller with the device that its cookie names. */
import type { Caller } from "../domain/caller.js";
import { KNOWN_SECONDS } from "../domain/known-sources.js";
import { DEVICE_COOKIE } from "./host-cookie.js";
import type { HttpRequest } from "./http-endpoint.js";

export const deviceCaller = ({
  caller,
  cookies,
}: HttpRequest): Caller & { readonly device: string | undefined } => ({
  ...caller,
  device: DEVICE_COOKIE.from(cookies),
});

/** The cookie after a sign-in. It lives as long as the record of the device. */
export const deviceCookie = (device: string): string => DEVICE_COOKIE.set(device, KNOWN_SECONDS);
