/**
 * Registers a person. The caller learns the same from every admissible request: a code is on its
 * way to the address they gave. An address that is already in use looks no different
 * (OWASP ASVS 5.0, 6.3.8), since only its owner reads the mail.
 */
import { auditEvent, pseudonymSubject, userSubject } from "../domain/audit-event.js";
import type { Caller } from "../domain/caller.js";
import { AuthError } from "../domain/errors.js";
import { normaliseIdentifier } from "../domain/identifier.js";
import { maskedDestination } from "../domain/masked-destination.js";
import { THROTTLES } from "../domain/throttle-rule.js";
import type { CodeDelivery, Ports } from "../ports.js";
import { takeTurn } from "./take-turn.js";

type Deps = Pick<Ports, "audit" | "clock" | "directory" | "pseudonyms" | "random" | "throttle" | "userPool">;

/** @throws AuthError `weak_password`, `sign_up_refused`, `too_many_requests`, `temporarily_unavailable`. */
export const signUp = async (
  deps: Deps,
  input: { email: string; password: string; name?: string | undefined; caller: Caller },
): Promise<{ delivery: CodeDelivery }> => {
  const email = normaliseIdentifier(input.email);
  const { caller } = input;
  await takeTurn(deps, THROTTLES.signUpPerAddress, caller.network);

  const answer = await deps.userPool.signUp({ email, password: input.password, name: input.name });
  if (answer.kind === "created")
    await provision(deps, { sub: answer.sub, email, confirmed: answer.confirmed, caller });
  else await recordFailure(deps, { kind: answer.kind, email, caller });
  // The destination is masked here for everybody: what the pool answers differs for a taken address.
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};

const provision = async (
  deps: Deps,
  { sub, email, confirmed, caller }: { sub: string; email: string; confirmed: boolean; caller: Caller },
): Promise<void> => {
  const userId = (await deps.directory.userIdBySub(sub)) ?? deps.random.id("usr");
  await deps.directory.createProfile(
    { userId, sub, email, status: confirmed ? "ACTIVE" : "UNCONFIRMED" },
    auditEvent("signup.requested", {
      subject: userSubject(userId),
      key: sub,
      at: deps.clock.now(),
      details: { userId, sub, email, ...caller.facts },
    }),
  );
};

type Failure = "exists" | "refused" | "weak_password" | "unavailable";
const FAILURES = {
  exists: { event: "signup.duplicate", code: undefined },
  refused: { event: "signup.refused", code: "sign_up_refused" },
  weak_password: { event: undefined, code: "weak_password" },
  unavailable: { event: undefined, code: "temporarily_unavailable" },
} as const satisfies Record<Failure, unknown>;

const recordFailure = async (
  deps: Deps,
  { kind, email, caller }: { kind: Failure; email: string; caller: Caller },
): Promise<void> => {
  const { event, code } = FAILURES[kind];
  if (event !== undefined) {
    const pseudonym = await deps.pseudonyms.of(email);
    await deps.audit.record(
      auditEvent(event, {
        subject: pseudonymSubject(pseudonym),
        key: caller.requestId,
        at: deps.clock.now(),
        details: caller.facts,
      }),
    );
  }
  if (code !== undefined) throw new AuthError(code);
};
