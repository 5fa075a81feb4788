/** `POST /_local/faults`: the fault injection endpoint of every service. */
import type { IncomingHttpHeaders } from "node:http";
import { ServiceError } from "../aws-json/service-error.js";

export interface FaultSet {
  /** Replaces the pending faults. @throws LocalAwsError for faults that this service does not support. */
  replace(faults: unknown): void;
  /** The pending faults, as the endpoint returns them. */
  waiting(): object;
}

/** @throws LocalAwsError */
export const replaceFaults = async (
  faults: FaultSet,
  headers: IncomingHttpHeaders,
  body: () => unknown,
): Promise<object> => {
  requireJson(headers);
  faults.replace(await body());
  return faults.waiting();
};

/**
 * Prevents cross-origin requests: a browser sends this content type only after a preflight, which is denied.
 * @throws ServiceError
 */
export const requireJson = (headers: IncomingHttpHeaders): void => {
  if (!/^application\/json\b/.test(headers["content-type"] ?? ""))
    throw new ServiceError("UnsupportedMediaType", "Send application/json.", 415);
};
