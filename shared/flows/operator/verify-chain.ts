/** Checks that the audit events of a subject are unchanged since they were recorded. */
import { type ChainBreak, firstBreak } from "../../domain/audit-chain-check.js";
import type { OperatorPorts } from "../../ports/operators.js";

export type ChainVerdict =
  | { readonly kind: "whole" | "empty"; readonly events: number }
  | { readonly kind: "broken"; readonly events: number; readonly first: ChainBreak };

export const verifyChain = async (
  { chains }: Pick<OperatorPorts, "chains">,
  subject: string,
): Promise<ChainVerdict> => {
  const chain = await chains.read(subject);
  const events = chain.entries.length;
  const first = firstBreak(subject, chain, chains.start);
  if (first !== undefined) return { kind: "broken", events, first };
  return { kind: events === 0 ? "empty" : "whole", events };
};
