/**
 * Tells the owner of an address what somebody did with it. Once a day and key at most, whoever asks
 * and however often, so that nobody can be flooded with our mails; a mail that was not
 * taken is lost, because whether it was cannot always be known. It never rejects: what the caller is
 * told must not depend on a mail.
 */
import { languageOf } from "../../domain/messages/language.js";
import type { MessageContent } from "../../domain/messages/message.js";
import { renderMessage } from "../../domain/messages/render-message.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";

export type NotifyDeps = Pick<Ports, "deadline" | "messenger" | "metrics" | "throttle"> &
  Pick<Settings, "notices">;

type Notice =
  | { readonly kind: "sign_in_instead" | "account_exists"; readonly values: Readonly<Record<never, never>> }
  | Extract<MessageContent, { readonly kind: "new_sign_in" }>
  | { readonly kind: "identity_linked"; readonly values: { readonly provider: string } };

const SEND_MS = 1000;
/** What has to be left of the caller's own time, to answer as if nothing had been sent. */
const RESERVE_MS = 300;

export const notifyOwner = async (
  deps: NotifyDeps,
  input: {
    readonly notice: Notice;
    readonly email: string;
    /** What there is one mail a day about. Nothing that a person typed. */
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
