/**
 * Mails a code to an address that a provider does not prove, when the browser of that sign-in comes back. It says nothing of
 * the users who have the address: it is mailed whether there are any or not.
 */
import { ADDRESS_PROOF_SECONDS, type UnprovedAddress } from "../../domain/address-proof.js";
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { renderMessage } from "../../domain/messages/render-message.js";
import type { RedirectTransaction } from "../../domain/redirect-sign-in.js";
import { secondsAt } from "../../domain/seconds.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import { countRequest, type DeviceCaller, type FindSourceDeps, signInSource } from "./sign-in-source.js";

export type MailAddressCodeDeps = FindSourceDeps &
  Pick<
    Ports,
    "audit" | "challengeKey" | "messenger" | "random" | "sessionIds" | "throttle" | "unprovedAddresses"
  > &
  Pick<Settings, "notices">;

const RULES = {
  own: THROTTLES.challengeFromKnownSource,
  network: THROTTLES.challengePerNetwork,
  name: THROTTLES.challengePerIdentifier,
};

/** The reference of the code of a row. Challenges of the pool have references without a colon. */
export const codeReference = (id: string): string => `address:${id}`;

/**
 * Returns the handle for the browser, or undefined if no address waits under the reference. A throttled or blocked caller
 * gets a handle, too, for which no code is mailed.
 *
 * @throws AuthError `too_many_requests`, `temporarily_unavailable`.
 */
export const mailAddressCode = async (
  deps: MailAddressCodeDeps,
  {
    reference,
    transaction,
    caller,
  }: {
    readonly reference: string;
    readonly transaction: Pick<RedirectTransaction, "remember" | "returnTo">;
    readonly caller: DeviceCaller;
  },
): Promise<string | undefined> => {
  const unproved = await deps.unprovedAddresses.take(deps.sessionIds.digestOf(reference));
  if (unproved === undefined || unproved.mailed !== undefined) return undefined;
  const pseudonym = await deps.pseudonyms.of(unproved.email);
  const source = await signInSource(deps, pseudonym, caller);
  const count = await countRequest(deps, source, RULES);
  const handle = deps.random.token();
  const id = deps.sessionIds.digestOf(handle);
  const { returnTo, remember } = transaction;
  await deps.unprovedAddresses.keep(id, {
    ...unproved,
    expiresAtSeconds: secondsAt(deps.clock.now()) + ADDRESS_PROOF_SECONDS,
    mailed: { returnTo, remember, wrongCodes: 0 },
  });
  const withheld = source.facts.blocked
    ? "network_blocked"
    : count === "withheld"
      ? "too_many_requests"
      : undefined;
  if (withheld === undefined) await send(deps, unproved, await deps.challengeKey.code(codeReference(id)));
  await deps.audit.record(
    auditEvent(withheld === undefined ? "challenge.sent" : "challenge.withheld", {
      subject: pseudonymSubject(pseudonym),
      key: id,
      at: deps.clock.now(),
      details: { reason: withheld ?? "federation", provider: unproved.provider, ...caller.facts },
    }),
  );
  return handle;
};

const send = async (
  { messenger, notices }: MailAddressCodeDeps,
  { email }: UnprovedAddress,
  code: string,
): Promise<void> => {
  if (!notices.sends) throw new AuthError("federation_refused");
  const { brand, language } = notices;
  const values = { code, validMinutes: ADDRESS_PROOF_SECONDS / 60 };
  const { subject, html, text } = renderMessage({ kind: "sign_in_code", values, language, brand });
  await messenger.send({ channel: "email", to: email, subject, html, text });
};
