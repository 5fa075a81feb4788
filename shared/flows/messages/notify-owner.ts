/**
 * Notifies the owner of an address that the address was used. Sends at most one e-mail a day per key, so that
 * an attacker cannot flood the owner. A failed e-mail is not retried, because it may have been sent. Never
 * rejects: the response to the caller must not depend on an e-mail.
 */
import { languageOf } from "../../domain/messages/language.js";
import type { MessageContent } from "../../domain/messages/message.js";
import { renderMessage } from "../../domain/messages/render-message.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";

export type NotifyDeps = Pick<Ports, "deadline" | "messenger" | "metrics" | "throttle"> &
  Pick<Settings, "notices">;

type Notice =
  | {
      readonly kind: "sign_in_instead" | "account_exists" | "email_changed";
      readonly values: Readonly<Record<never, never>>;
    }
  | Extract<MessageContent, { readonly kind: "new_sign_in" }>
  | { readonly kind: "identity_linked"; readonly values: { readonly provider: string } };

const SEND_MS = 1000;
/** Time reserved for the caller, so that its response is not delayed by a slow e-mail. */
const RESERVE_MS = 300;

export const notifyOwner = async (
  deps: NotifyDeps,
  input: {
    readonly notice: Notice;
    readonly email: string;
    /** Limits the notice to one a day. Must not contain user input. */
    readonly key: string;
    readonly languages: readonly (string | undefined)[];
  },
): Promise<void> => {
  const { notices, deadline } = deps;
  if (!notices.sends) return;
  try {
    if (!(await deps.throttle.take(THROTTLES.ownerNotice, input.key)).allowed) return;
    const language = languageOf(input.languages, notices.language);
    const { subject, html, text } = renderMessage({ ...input.notice, language, brand: notices.brand });
    const allowedMs = Math.max(0, Math.min(SEND_MS, deadline.remainingMs() - RESERVE_MS));
    await deadline.within(allowedMs, () =>
      deps.messenger.send({ channel: "email", to: input.email, subject, html, text }),
    );
  } catch {
    deps.metrics.count("owner_notice_undelivered");
  }
};
