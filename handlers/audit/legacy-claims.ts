/**
 * Fed by the audit table's stream, with nothing but `migration.claim_requested`: gives users of external providers
 * the legacy identity that could not be approved during their sign-in. What waits for the legacy system is
 * delivered again; after that the user's next sign-in requests it anew.
 */
import { auditStream, type StreamDeps } from "../../shared/edge/audit-stream.js";
import { type ClaimDeps, claimRequested } from "../../shared/flows/migration/claim-legacy-identity.js";
import { claimPorts, streamPorts, wired } from "../../shared/wiring/index.js";

type Deps = StreamDeps & ClaimDeps;

const WORDS = { consumer: "legacy claims", done: "claimed", failures: "legacy_claim_waiting" };

export const legacyClaims = (deps: Deps) =>
  auditStream(deps, WORDS, async (events) => ({ failed: await claimRequested(deps, events) }));

export const handler = wired(legacyClaims, { ...streamPorts, ...claimPorts });
