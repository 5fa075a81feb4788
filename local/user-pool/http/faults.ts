/** POST /_local/faults: a list of faults in place of the one before; `[]` ends them all. */
import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { Faults } from "../faults/faults.js";

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
  try {
    faults.set(JSON.parse(body ?? ""));
    return { status: 200, content: { faults: faults.list() } };
  } catch (error) {
    const issues = error instanceof z.ZodError ? error.issues : [];
    const [issue] = issues;
    const detail = issue ? `${issue.path.join(".") || "body"}: ${issue.message}` : "The body is not JSON.";
    return { status: 400, content: { message: detail } };
  }
}
