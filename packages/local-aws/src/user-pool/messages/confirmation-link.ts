/**
 * CONFIRM_WITH_LINK: the sign-up email contains a link instead of a code (developer guide, "Verifying contact
 * information at sign-up"). `{##Click Here##}` becomes a link with that text to the pages of the pool, which
 * are on this server. Other messages still contain codes.
 */
import { CognitoError } from "../errors.js";
import { domainHost } from "../oauth/pool-domain.js";
import type { Services } from "../services.js";
import type { PoolSettings } from "../settings/pool-settings.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import type { Channel, MessageCause } from "./message.js";

const placeholder = /\{##([^#{}]+)##\}/g;

export const hasLink = (text: string): boolean => text.search(placeholder) >= 0;

export const confirmsByLink = (
  { VerificationMessageTemplate: template }: PoolSettings,
  cause: MessageCause,
  channel: Channel = "EMAIL",
): boolean =>
  channel === "EMAIL" &&
  template?.DefaultEmailOption === "CONFIRM_WITH_LINK" &&
  (cause === "SignUp" || cause === "ResendCode");

/** Throws CodeDeliveryFailureException if the message needs a link and the pool has no domain. */
export function withLinks(
  { address }: Services,
  { pool, clientId, user }: { pool: Pool; clientId: string; user: User },
  code: string,
  text: string,
): string {
  if (!hasLink(text)) return text;
  if (domainHost(pool) === undefined) {
    throw new CognitoError("CodeDeliveryFailureException", "The user pool has no domain for the link.");
  }
  const query = new URLSearchParams({
    client_id: clientId,
    user_name: user.username,
    confirmation_code: code,
  });
  const href = `${address.origin}/${pool.id}/confirmUser?${query}`.replaceAll("&", "&amp;");
  return text.replace(placeholder, (_, words: string) => `<a href="${href}">${words}</a>`);
}
