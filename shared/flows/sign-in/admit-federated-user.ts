/**
 * InboundFederation: a user arrives from an external provider, before Cognito creates or changes the pool
 * user. A refused user leaves no trace in the pool.
 */
import { auditEvent, minuteOf, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { federationRefusal, keptClaims, type ProviderClaims } from "../../domain/federation.js";
import type { Ports, Settings } from "../../ports/index.js";

export type AdmitFederatedDeps = Pick<Ports, "audit" | "clock" | "pseudonyms"> &
  Pick<Settings, "federationPolicy" | "signUpPolicy">;

/** Returns the claims that Cognito may map to attributes. @throws AuthError `federation_refused`. */
export const admitFederatedUser = async (
  deps: AdmitFederatedDeps,
  arrival: { readonly provider: string; readonly userName: string; readonly claims: ProviderClaims },
): Promise<Record<string, string>> => {
  const kept = keptClaims(arrival.claims);
  const { hd } = arrival.claims;
  const claims = { ...kept, ...(hd !== undefined && { hd }) };
  const reason = federationRefusal(deps.federationPolicy, deps.signUpPolicy, {
    provider: arrival.provider,
    claims,
  });
  if (reason === undefined) return kept;
  const at = deps.clock.now();
  const pseudonym = await deps.pseudonyms.of(arrival.userName);
  await deps.audit.record(
    auditEvent("federation.refused", {
      subject: pseudonymSubject(pseudonym),
      key: `${pseudonym}/${minuteOf(at)}`,
      at,
      details: { reason, provider: arrival.provider },
    }),
  );
  throw new AuthError("federation_refused");
};
