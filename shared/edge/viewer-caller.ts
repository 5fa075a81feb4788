/**
 * The caller of a sign-in, with device and country. CloudFront gives the country in a header that any client of the API
 * can send, so it counts only beside the secret header of the distribution.
 */
import type { Caller } from "../domain/caller.js";
import type { Ports } from "../ports/index.js";
import { deviceCaller } from "./device-caller.js";
import type { HttpRequest } from "./http-endpoint.js";

export type ViewerDeps = Pick<Ports, "originProof">;

const COUNTRY = "cloudfront-viewer-country";
const PROOF = "x-origin-secret";

export const viewerCaller = async (
  deps: ViewerDeps,
  request: HttpRequest,
): Promise<Caller & { readonly device: string | undefined }> => {
  const country = request.headers[COUNTRY];
  const isCountry = country !== undefined && /^[A-Z]{2}$/.test(country);
  // A secret that cannot be read costs the country, not the sign-in.
  const proved = isCountry && (await deps.originProof.holds(request.headers[PROOF]).catch(() => false));
  return { ...deviceCaller(request), ...(proved && { country }) };
};
