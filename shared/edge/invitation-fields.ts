/** Fields of the requests and responses about invitations. A response never contains a token. */
import * as z from "zod/mini";
import {
  DEFAULT_INVITATION_DAYS,
  type Invitation,
  invitationStatus,
  MOST_INVITATION_DAYS,
} from "../domain/invitation.js";
import { timeText } from "../domain/seconds.js";
import type { Ports } from "../ports/index.js";
import { emailField as email } from "./email-field.js";
import type { HttpRequest } from "./http-endpoint.js";
import { languageField as language } from "./language-field.js";
import { namedIdField } from "./text-fields.js";

const valid_days = z._default(
  z.int().check(z.minimum(1), z.maximum(MOST_INVITATION_DAYS)),
  DEFAULT_INVITATION_DAYS,
);

export const invitationFields = z.pipe(
  z.object({ email, role: z.string().check(z.maxLength(32)), language, valid_days }),
  z.transform(({ valid_days: validDays, ...wish }) => ({ ...wish, validDays })),
);
export const resendFields = z.pipe(
  z.object({ language, valid_days }),
  z.transform(({ valid_days: validDays, ...wish }) => ({ ...wish, validDays })),
);
/** Either a mailed token, or the account in which an operator prepared a membership. */
export const offerFields = z.pipe(
  z.object({
    token: z.optional(z.string().check(z.regex(/^invite_[0-9a-f]{32}$/))),
    account_id: z.optional(namedIdField),
  }),
  z.transform(({ token, account_id: systemAccountId }) => ({ token, systemAccountId })),
);

/** Of any form: the flow answers a malformed id like an unknown one. */
export const invitationIdOf = ({ path }: HttpRequest): string => path.invitation_id ?? "";

export const invitationBody =
  ({ clock }: Pick<Ports, "clock">) =>
  (invitation: Invitation) => ({
    invitation_id: invitation.invitationId,
    email: invitation.email,
    role: invitation.role,
    invited_by: invitation.invitedBy,
    status: invitationStatus(invitation, clock.now()),
    expires_at: timeText(invitation.expiresAtSeconds),
  });

/** `mailed` is false if the stage sends no notices. */
export const invitedBody =
  (deps: Pick<Ports, "clock">) =>
  ({ invitation, mailed }: { readonly invitation: Invitation; readonly mailed: boolean }) => ({
    ...invitationBody(deps)(invitation),
    mailed,
  });
