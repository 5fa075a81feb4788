/**
 * Sign-in by redirect, as a back end for the front end (RFC 10017 section 6.1): the browser gets no token, only the cookie
 * of a session. State, nonce and code verifier are of one transaction, which is used once, in the browser that began it.
 */
import { unprovedReference } from "../../domain/address-proof.js";
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { providerOfAddress } from "../../domain/identity-provider.js";
import {
  isJustLinked,
  REDIRECT_SECONDS,
  type RedirectTransaction,
  returnTarget,
} from "../../domain/redirect-sign-in.js";
import { secondsAt } from "../../domain/seconds.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import type { InBrowser } from "../../ports/kept-session.js";
import { countAttempt } from "../count-attempt.js";
import { type MailAddressCodeDeps, mailAddressCode } from "./mail-address-code.js";
import { type RecordSignInDeps, recordSignIn } from "./record-sign-in.js";
import { firstSignInBy, rememberSource } from "./remember-source.js";
import { type DeviceCaller, type SourceDeps, signInSource } from "./sign-in-source.js";

export type BeginRedirectDeps = Pick<
  Ports,
  "clock" | "hostedPages" | "random" | "redirectTransactions" | "sessionIds" | "throttle"
> &
  Pick<Settings, "identityProviders" | "site">;
export type CompleteRedirectDeps = BeginRedirectDeps &
  RecordSignInDeps &
  SourceDeps &
  MailAddressCodeDeps &
  Pick<Ports, "audit" | "pseudonyms">;

/** A browser that leaves: where to, and what its cookie holds. `id` names the cookie. */
export type Leaving = { readonly location: string; readonly id: string; readonly browser: string };

const CALLBACK_PATH = "/auth/signin/callback";

/**
 * @throws AuthError `not_found` if the stage has no pages of the pool; `invalid_request` for a return target that is not of
 * the site; `too_many_requests`.
 */
export const beginRedirect = async (
  deps: BeginRedirectDeps,
  wish: {
    readonly provider?: string | undefined;
    readonly returnTo?: string | undefined;
    /** An address as typed. It names the provider of its domain, and is else a hint for the page. */
    readonly email?: string | undefined;
    readonly remember?: boolean | undefined;
    readonly caller: Pick<DeviceCaller, "network">;
  },
): Promise<Leaving> => {
  const { email, remember = false } = wish;
  const owner = wish.provider === undefined && email !== undefined ? ownerOf(deps, email) : undefined;
  const { provider = owner } = wish;
  // A provider learns nothing that the user typed here.
  const loginHint = owner === undefined ? email : undefined;
  const returnTo = returnTarget(deps.site, wish.returnTo ?? "/");
  if (returnTo === undefined) throw new AuthError("invalid_request", { fields: ["return_to"] });
  await countAttempt(deps, THROTTLES.redirectPerNetwork, wish.caller.network);
  return leave(deps, { provider, remember, returnTo, retried: false }, loginHint);
};

const ownerOf = ({ identityProviders }: BeginRedirectDeps, email: string): string | undefined =>
  providerOfAddress(identityProviders, email)?.name;

/** Begins a transaction. @throws AuthError `not_found` if the stage has no pages of the pool. */
export const leave = async (
  deps: BeginRedirectDeps,
  kept: Pick<RedirectTransaction, "provider" | "remember" | "returnTo" | "retried">,
  loginHint?: string,
): Promise<Leaving> => {
  const { random, sessionIds } = deps;
  const [state, nonce, verifier, browser] = [random.token(), random.token(), random.token(), random.token()];
  const { provider } = kept;
  const redirectUri = `${deps.site.origin}${CALLBACK_PATH}`;
  const request = { redirectUri, state, nonce, verifier, provider, loginHint };
  const location = deps.hostedPages.authorizeUrl(request);
  if (location === undefined) throw new AuthError("not_found");
  const id = sessionIds.digestOf(state);
  await deps.redirectTransactions.keep(id, {
    ...{ ...kept, verifier, nonce },
    browser: sessionIds.digestOf(browser),
    expiresAtSeconds: secondsAt(deps.clock.now()) + REDIRECT_SECONDS,
  });
  return { location, id, browser };
};

type Return = {
  readonly state: string;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
  readonly errorDescription?: string | undefined;
  /** What the cookie of this transaction holds. */
  readonly browserOf: (id: string) => string | undefined;
  readonly caller: DeviceCaller;
};

export type Returned =
  | { readonly kind: "again"; readonly leaving: Leaving }
  /** A code was mailed to the address, which the provider does not prove. `handle` is for the cookie of this browser. */
  | { readonly kind: "prove"; readonly handle: string; readonly id: string }
  | {
      readonly kind: "signed_in";
      readonly kept: InBrowser;
      readonly device: string;
      readonly returnTo: string;
      readonly id: string;
    };

/**
 * @throws AuthError `session_expired` for a return that no transaction of this browser waits for; `federation_refused`;
 * `too_many_requests`; `temporarily_unavailable`.
 */
export const completeRedirect = async (
  deps: CompleteRedirectDeps,
  { state, code, error, errorDescription, browserOf, caller }: Return,
): Promise<Returned> => {
  const id = deps.sessionIds.digestOf(state);
  const browser = browserOf(id);
  // The transaction stays for its own browser.
  if (browser === undefined) return refuse(deps, caller, "session_expired", "unknown_transaction");
  const transaction = await deps.redirectTransactions.take(id);
  if (transaction === undefined || transaction.browser !== deps.sessionIds.digestOf(browser))
    return refuse(deps, caller, "session_expired", "unknown_transaction");
  if (isJustLinked(error, errorDescription) && !transaction.retried)
    return { kind: "again", leaving: await leave(deps, { ...transaction, retried: true }) };
  const reference = code === undefined ? unprovedReference(errorDescription) : undefined;
  if (reference !== undefined) {
    const handle = await mailAddressCode(deps, { reference, transaction, caller });
    if (handle === undefined) return refuse(deps, caller, "session_expired", "unknown_transaction");
    return { kind: "prove", handle, id };
  }
  if (code === undefined) return refuse(deps, caller, "federation_refused", error ?? "no_code");

  const { verifier, nonce, remember, returnTo } = transaction;
  const redirectUri = `${deps.site.origin}${CALLBACK_PATH}`;
  const answer = await deps.hostedPages.redeem({ code, redirectUri, verifier, nonce });
  if (answer.kind === "refused") return refuse(deps, caller, "session_expired", "code_refused");
  const { session } = answer;
  const { userId } = session.principal;
  const pseudonym = await deps.pseudonyms.of(session.facts.email);
  const source = await signInSource(deps, pseudonym, caller);
  const remembering = rememberSource(deps, source, { caller, userId });
  const first = firstSignInBy(deps, source, { userId, remembering });
  const keeping = { mode: "cookie", remember } as const;
  const [kept, { device }] = await Promise.all([
    recordSignIn(deps, { session, keeping, caller, first, reason: "redirect" }),
    remembering,
  ]);
  if (kept.mode !== "cookie") throw new AuthError("internal");
  return { kind: "signed_in", kept, device, returnTo, id };
};

/** Nobody is known yet, so the event has the network's pseudonym. The provider's words are not recorded. */
const refuse = async (
  deps: CompleteRedirectDeps,
  caller: DeviceCaller,
  code: "session_expired" | "federation_refused",
  reason: string,
): Promise<never> => {
  await deps.audit.record(
    auditEvent("signin.failed", {
      subject: pseudonymSubject(await deps.pseudonyms.of(caller.network)),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason: /^[a-z_]{1,40}$/.test(reason) ? reason : "refused", ...caller.facts },
    }),
  );
  throw new AuthError(code);
};
