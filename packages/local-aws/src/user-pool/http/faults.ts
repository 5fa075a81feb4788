/** POST /_local/faults: a list of faults in place of the one before; `[]` ends them all. */
import type { IncomingHttpHeaders } from "node:http";
import { parseJson } from "../../aws-json/json.js";
import { type Faults, faultsProblem } from "../faults/faults.js";

export interface FaultsAnswer {
  readonly status: number;
  readonly content: object;
}

export function setFaults(
  faults: Faults,
  headers: IncomingHttpHeaders,
  body: string | undefined,
): FaultsAnswer {
  // A page of another origin cannot send this type without asking first, and is then refused.
  if (!headers["content-type"]?.startsWith("application/json")) {
    return { status: 415, content: { message: "Send application/json." } };
  }
  const list = parseJson(body ?? "");
  if (list === undefined) return { status: 400, content: { message: "The body is not JSON." } };
  try {
    faults.set(list);
    return { status: 200, content: { faults: faults.list() } };
  } catch (error) {
    return { status: 400, content: { message: faultsProblem(error) } };
  }
}
