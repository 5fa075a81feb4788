/**
 * InboundFederation: a user arrives from an external provider, before Cognito creates or changes the pool
 * user. A refused user leaves no trace in the pool.
 */
import { auditEvent, minuteOf, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import {
  type FederationRefusal,
  federationRefusal,
  type KeptClaims,
  keptClaims,
  mappedClaims,
  type ProviderClaims,
} from "../../domain/federation.js";
import type { FederatedProvider } from "../../domain/identity-provider.js";
import type { Ports, Settings } from "../../ports/index.js";

export type AdmitFederatedDeps = Pick<Ports, "audit" | "clock" | "pseudonyms"> &
  Pick<Settings, "federationPolicy" | "signUpPolicy">;

type Arrival = { readonly provider: string; readonly userName: string; readonly claims: ProviderClaims };

/** Returns the claims that Cognito may map to attributes. @throws AuthError `federation_refused`. */
export const admitFederatedUser = async (
  deps: AdmitFederatedDeps,
  arrival: Arrival,
): Promise<Record<string, string>> => {
  const provider = deps.federationPolicy.providers.find(({ name }) => name === arrival.provider);
  if (provider === undefined) return refuse(deps, arrival, "provider_not_allowed");
  const kept = keptClaims(provider, arrival.claims);
  const reason = refusal(deps, { provider, kept, hd: arrival.claims.hd });
  return reason === undefined ? mappedClaims(provider, kept) : refuse(deps, arrival, reason);
};

const refusal = (
  { federationPolicy, signUpPolicy }: AdmitFederatedDeps,
  arrival: {
    readonly provider: FederatedProvider;
    readonly kept: KeptClaims;
    readonly hd?: string | undefined;
  },
): FederationRefusal | undefined =>
  federationRefusal(federationPolicy, signUpPolicy, arrival) ??
  (arrival.provider.provesAddress ? undefined : "email_unverified");

const refuse = async (
  deps: AdmitFederatedDeps,
  { provider, userName }: Arrival,
  reason: FederationRefusal,
): Promise<never> => {
  const at = deps.clock.now();
  const pseudonym = await deps.pseudonyms.of(userName);
  await deps.audit.record(
    auditEvent("federation.refused", {
      subject: pseudonymSubject(pseudonym),
      key: `${pseudonym}/${minuteOf(at)}`,
      at,
      details: { reason, provider },
    }),
  );
  throw new AuthError("federation_refused");
};
