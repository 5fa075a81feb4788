/**
 * Single sign-on: a service requests a one-time ticket for a user who is signed in with it. The user's sign-in
 * sends the ticket as the answer to TICKET, through the app client of services.
 */
import * as z from "zod/mini";
import { type ServiceCallDeps, serviceCall } from "../shared/edge/service-call.js";
import { idField } from "../shared/edge/text-fields.js";
import { issueSsoTicket, type SsoTicketDeps } from "../shared/flows/challenge/issue-sso-ticket.js";
import { serviceCallPorts } from "../shared/wiring/base.js";
import { wired } from "../shared/wiring/provider.js";
import { ssoTicketPorts } from "../shared/wiring/sso-ticket.js";

type Deps = ServiceCallDeps & SsoTicketDeps;

const input = z.object({ user_id: idField.check(z.maxLength(64)) });

export const ssoTicket = (deps: Deps) =>
  serviceCall(deps, "ssoTicket", input, async ({ user_id }) => {
    const { token, username, expiresInSeconds } = await issueSsoTicket(deps, { userId: user_id });
    return { ticket: token, username, expires_in: expiresInSeconds };
  });

export const handler = wired(ssoTicket, { ...serviceCallPorts, ...ssoTicketPorts });
