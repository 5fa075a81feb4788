/**
 * InboundFederation: a user arrives from an external provider, before Cognito creates or changes the pool
 * user. A refused user leaves no trace in the pool.
 */
import { ADDRESS_PROOF_SECONDS, provableAddress } from "../../domain/address-proof.js";
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
import { secondsAt } from "../../domain/seconds.js";
import type { Ports, Settings } from "../../ports/index.js";

export type AdmitFederatedDeps = Pick<
  Ports,
  "audit" | "clock" | "provedAddresses" | "pseudonyms" | "sessionIds" | "unprovedAddresses"
> &
  Pick<Settings, "federationPolicy" | "signUpPolicy">;

type Arrival = { readonly provider: string; readonly userName: string; readonly claims: ProviderClaims };

export type Admission =
  /** The claims that Cognito may map to attributes. */
  | { readonly kind: "admitted"; readonly claims: Record<string, string> }
  /** The user must prove the address first; the reference leads to it. */
  | { readonly kind: "unproved"; readonly reference: string };

/** @throws AuthError `federation_refused`, `temporarily_unavailable`. */
export const admitFederatedUser = async (deps: AdmitFederatedDeps, arrival: Arrival): Promise<Admission> => {
  const provider = deps.federationPolicy.providers.find(({ name }) => name === arrival.provider);
  if (provider === undefined) return refuse(deps, arrival, "provider_not_allowed");
  const kept = keptClaims(provider, arrival.claims);
  const { hd } = arrival.claims;
  const reason = federationRefusal(deps.federationPolicy, deps.signUpPolicy, { provider, kept, hd });
  if (reason !== undefined) return refuse(deps, arrival, reason);
  const reference = provider.provesAddress
    ? undefined
    : await missingProof(deps, { provider, kept, arrival });
  return reference === undefined
    ? { kind: "admitted", claims: mappedClaims(provider, kept) }
    : { kind: "unproved", reference };
};

/**
 * Undefined if the user has proved the address with a mailed code. Otherwise the address is noted, and the reference to it is
 * for the callback of our own sign-in, which mails the code. The mail is not sent from here: a sign-in that another
 * application began has no page on which to enter it.
 */
const missingProof = async (
  deps: AdmitFederatedDeps,
  {
    provider,
    kept,
    arrival,
  }: { readonly provider: FederatedProvider; readonly kept: KeptClaims; readonly arrival: Arrival },
): Promise<string | undefined> => {
  const address = provableAddress(provider, arrival.userName, kept);
  if (address === undefined) return refuse(deps, arrival, "email_unverified");
  if (await deps.provedAddresses.includes(address)) return undefined;
  const at = deps.clock.now();
  // A keyed hash, and the same for a repeated delivery.
  const reference = await deps.pseudonyms.of(JSON.stringify([minuteOf(at), address.userName, address.email]));
  await deps.unprovedAddresses.keep(deps.sessionIds.digestOf(reference), {
    ...address,
    provider: provider.name,
    expiresAtSeconds: secondsAt(at) + ADDRESS_PROOF_SECONDS,
  });
  await recordRefusal(deps, arrival, "address_unproved");
  return reference;
};

const refuse = async (
  deps: AdmitFederatedDeps,
  arrival: Arrival,
  reason: FederationRefusal,
): Promise<never> => {
  await recordRefusal(deps, arrival, reason);
  throw new AuthError("federation_refused");
};

const recordRefusal = async (
  deps: AdmitFederatedDeps,
  { provider, userName }: Arrival,
  reason: FederationRefusal | "address_unproved",
): Promise<void> => {
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
};
