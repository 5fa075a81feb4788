/**
 * POST /_local/take-over-notices: reports a sign-in as risky, so that the pool's CustomEmailSender sends the
 * notice.
 */
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { z } from "zod";
import { parseJson } from "../../aws-json/json.js";
import { requireJson } from "../../faults/faults-endpoint.js";
import { LocalAwsError } from "../../local-aws-error.js";
import { existingUser } from "../operations/existing-user.js";
import type { Services } from "../services.js";
import { takeOverNotice } from "../triggers/take-over-notice.js";

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

/** @throws LocalAwsError */
export function giveNotice(services: Services, headers: IncomingHttpHeaders, body: string): object {
  requireJson(headers);
  const parsed = input.safeParse(parseJson(body));
  if (!parsed.success) throw new LocalAwsError(z.prettifyError(parsed.error));
  const { poolId: UserPoolId, username: Username, ...about } = parsed.data;
  const event = takeOverNotice(services, { ...about, ...existingUser(services, { UserPoolId, Username }) });
  return { eventId: event.id };
}
