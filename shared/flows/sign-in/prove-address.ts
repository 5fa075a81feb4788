/**
 * Proves an address with the mailed code, and begins the sign-in with the provider again. Only then does InboundFederation
 * admit the user, and only with this address.
 */
import { MOST_WRONG_CODES, type UnprovedAddress } from "../../domain/address-proof.js";
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseCode } from "../../domain/one-time-code.js";
import type { Ports } from "../../ports/index.js";
import { codeReference } from "./mail-address-code.js";
import { type BeginRedirectDeps, type Leaving, leave } from "./redirect-sign-in.js";

export type ProveAddressDeps = BeginRedirectDeps &
  Pick<Ports, "audit" | "challengeKey" | "provedAddresses" | "pseudonyms" | "unprovedAddresses">;

/**
 * `wrong`: the same browser may try again.
 *
 * @throws AuthError `session_expired` if no code waits for this browser, `invalid_code` for the last wrong code.
 */
export const proveAddress = async (
  deps: ProveAddressDeps,
  {
    handle = "",
    code,
    caller,
  }: { readonly handle: string | undefined; readonly code: string; readonly caller: Caller },
): Promise<{ readonly kind: "wrong" } | { readonly kind: "proved"; readonly leaving: Leaving }> => {
  const id = deps.sessionIds.digestOf(handle);
  // Taken, so that of parallel answers one counts.
  const unproved = await deps.unprovedAddresses.take(id);
  if (unproved?.mailed === undefined) throw new AuthError("session_expired");
  const { mailed, ...address } = unproved;
  if (!(await isRight(deps, id, code))) return wrong(deps, { id, unproved, mailed, caller });
  const { userName, email, provider } = address;
  await deps.provedAddresses.keep(
    { userName, email },
    auditEvent("federation.address_proved", {
      subject: pseudonymSubject(await deps.pseudonyms.of(email)),
      key: id,
      at: deps.clock.now(),
      details: { provider, ...caller.facts },
    }),
  );
  const { returnTo, remember } = mailed;
  return { kind: "proved", leaving: await leave(deps, { provider, remember, returnTo, retried: false }) };
};

const isRight = async ({ challengeKey }: ProveAddressDeps, id: string, typed: string): Promise<boolean> => {
  const reference = codeReference(id);
  const [given, right] = await Promise.all(
    [normaliseCode(typed), await challengeKey.code(reference)].map((code) =>
      challengeKey.hash(`${reference}\n${code}`),
    ),
  );
  return given !== undefined && right !== undefined && challengeKey.same(given, right);
};

const wrong = async (
  deps: ProveAddressDeps,
  answer: {
    readonly id: string;
    readonly unproved: UnprovedAddress;
    readonly mailed: NonNullable<UnprovedAddress["mailed"]>;
    readonly caller: Caller;
  },
): Promise<{ readonly kind: "wrong" }> => {
  const { id, unproved, mailed, caller } = answer;
  const wrongCodes = mailed.wrongCodes + 1;
  const isLast = wrongCodes >= MOST_WRONG_CODES;
  if (!isLast) await deps.unprovedAddresses.keep(id, { ...unproved, mailed: { ...mailed, wrongCodes } });
  await deps.audit.record(
    auditEvent("challenge.failed", {
      subject: pseudonymSubject(await deps.pseudonyms.of(unproved.email)),
      key: `${id}/${wrongCodes}`,
      at: deps.clock.now(),
      details: { reason: "wrong_code", provider: unproved.provider, ...caller.facts },
    }),
  );
  if (isLast) throw new AuthError("invalid_code");
  return { kind: "wrong" };
};
