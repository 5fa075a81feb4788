/**
 * Blocks and unblocks a source of sign-ins: a network, a client or an identifier. Both actions are audited.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import type { BlockableSource } from "../../domain/blocked-source.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "blockedSources" | "clock" | "operator">;

export const blockSource = (
  deps: Deps,
  { source, hours, reason }: { source: BlockableSource; hours: number; reason: string },
): Promise<void> => {
  const until = new Date(deps.clock.now().getTime() + hours * 60 * 60 * 1000);
  return deps.blockedSources.block(source, until, eventOf(deps, "source.blocked", source, reason));
};

export const unblockSource = (
  deps: Deps,
  { source, reason }: { source: BlockableSource; reason: string },
): Promise<void> => deps.blockedSources.unblock(source, eventOf(deps, "source.unblocked", source, reason));

const eventOf = (
  { clock, operator }: Deps,
  type: "source.blocked" | "source.unblocked",
  { kind, value }: BlockableSource,
  reason: string,
) => {
  const at = clock.now();
  return auditEvent(type, {
    subject: kind === "identifier" ? pseudonymSubject(value) : `source:${kind}/${value}`,
    key: `${kind}/${value}/${at.toISOString()}`,
    at,
    details: { reason, operator, clientId: kind === "client" ? value : undefined },
  });
};
