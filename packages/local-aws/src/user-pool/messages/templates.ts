/** The default texts of messages, used if no CustomMessage trigger supplies any. */
import type { PoolSettings } from "../settings/pool-settings.js";
import { confirmsByLink } from "./confirmation-link.js";
import type { MessageCause } from "./message.js";

export interface Template {
  readonly email: string;
  readonly emailSubject: string;
  readonly sms: string;
}

export function templateFor(cause: MessageCause, settings: PoolSettings): Template {
  if (cause === "AdminCreateUser") return invitation(settings);
  if (cause === "Authentication") return authentication(settings);
  const byCode = verification(settings);
  return confirmsByLink(settings, cause) ? { ...byCode, ...linked(settings) } : byCode;
}

/** The differences of a sign-up email that contains a link. */
const linked = ({ VerificationMessageTemplate: template }: PoolSettings) => ({
  email:
    template?.EmailMessageByLink ??
    "Please click the link below to verify your email address. {##Verify Email##}",
  emailSubject: template?.EmailSubjectByLink ?? "Your verification link",
});

function verification(settings: PoolSettings): Template {
  const template = settings.VerificationMessageTemplate;
  return {
    email: template?.EmailMessage ?? settings.EmailVerificationMessage ?? "Your confirmation code is {####}",
    emailSubject: template?.EmailSubject ?? settings.EmailVerificationSubject ?? "Your verification code",
    sms: template?.SmsMessage ?? settings.SmsVerificationMessage ?? "Your confirmation code is {####}",
  };
}

function invitation(settings: PoolSettings): Template {
  const template = settings.AdminCreateUserConfig?.InviteMessageTemplate;
  return {
    email: template?.EmailMessage ?? "Your username is {username} and temporary password is {####}",
    emailSubject: template?.EmailSubject ?? "Your temporary password",
    sms: template?.SMSMessage ?? "Your username is {username} and temporary password is {####}",
  };
}

const authentication = (settings: PoolSettings): Template => ({
  email: settings.EmailAuthenticationMessage ?? "Your authentication code is {####}",
  emailSubject: settings.EmailAuthenticationSubject ?? "Your authentication code",
  sms: settings.SmsAuthenticationMessage ?? "Your authentication code is {####}",
});
