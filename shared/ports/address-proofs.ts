/** Ports of proofs of addresses, for users of providers that prove none. */
import type { ProvedAddress, UnprovedAddress } from "../domain/address-proof.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";

export interface UnprovedAddresses {
  keep(id: string, unproved: UnprovedAddress): Promise<void>;
  /** Reads and deletes it. Of two concurrent requests, one gets it. Undefined if it does not exist or has expired. */
  take(id: string): Promise<UnprovedAddress | undefined>;
}

export interface ProvedAddresses {
  /** Records the proof, together with the event. It can be repeated. */
  keep(proved: ProvedAddress, event: AuditEvent): Promise<void>;
  includes(address: ProvedAddress): Promise<boolean>;
}
