/** POST /_local/take-over-notices: calls a sign-in risky, so that the pool's CustomEmailSender gives notice of it. */
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { z } from "zod";
import { CognitoError } from "../errors.js";
import { existingUser } from "../operations/existing-user.js";
import type { Services } from "../services.js";
import { takeOverNotice } from "../triggers/take-over-notice.js";
import type { FaultsAnswer } from "./faults.js";

const input = z.strictObject({
  poolId: z.string(),
  username: z.string(),
  clientId: z.string().optional(),
  action: z.enum(["BLOCK", "MFA", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"]).default("NO_ACTION"),
  ipAddress: z
    .string()
    .refine((text) => isIP(text) > 0, "must be an IP address")
    .default("203.0.113.7"),
  city: z.string().optional(),
  country: z.string().optional(),
  deviceName: z.string().optional(),
});

export function giveNotice(
  services: Services,
  headers: IncomingHttpHeaders,
  body: string | undefined,
): FaultsAnswer {
  // A page of another origin cannot send this type without asking first, and is then refused.
  if (!headers["content-type"]?.startsWith("application/json")) {
    return { status: 415, content: { message: "Send application/json." } };
  }
  const parsed = input.safeParse(jsonOf(body));
  if (!parsed.success) return { status: 400, content: { message: z.prettifyError(parsed.error) } };
  const { poolId: UserPoolId, username: Username, ...about } = parsed.data;
  try {
    const event = takeOverNotice(services, { ...about, ...existingUser(services, { UserPoolId, Username }) });
    return { status: 200, content: { eventId: event.id } };
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    return { status: 400, content: { message: error.message } };
  }
}

function jsonOf(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return undefined;
  }
}
