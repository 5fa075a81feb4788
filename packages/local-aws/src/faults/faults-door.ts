/** `POST /_local/faults`: how every service is told of faults on purpose. */
import type { IncomingHttpHeaders } from "node:http";
import { ServiceError } from "../aws-json/service-error.js";

export interface FaultSet {
  /** Replaces the faults that wait. @throws LocalAwsError for faults that this service does not have. */
  replace(faults: unknown): void;
  /** The faults that wait, as the door shows them. */
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
 * A page of another origin cannot send this type before the browser has asked, and the answer is no.
 * @throws ServiceError
 */
export const requireJson = (headers: IncomingHttpHeaders): void => {
  if (!/^application\/json\b/.test(headers["content-type"] ?? ""))
    throw new ServiceError("UnsupportedMediaType", "Send application/json.", 415);
};
