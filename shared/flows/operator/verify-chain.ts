/** Checks that the audit events of a subject are unchanged since they were recorded. */
import { type ChainBreak, type ChainHead, chainCheck } from "../../domain/audit/audit-chain-check.js";
import { AuthError } from "../../domain/errors.js";
import type { OperatorPorts } from "../../ports/operators.js";

export type ChainVerdict =
  | { readonly kind: "whole" | "empty"; readonly events: number }
  | { readonly kind: "broken"; readonly events: number; readonly first: ChainBreak };

const ATTEMPTS = 5;

/** @throws AuthError `temporarily_unavailable` if events are added during each of several reads. */
export const verifyChain = async (
  { chains }: Pick<OperatorPorts, "chains">,
  subject: string,
): Promise<ChainVerdict> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await chains.head(subject);
    const verdict = await readChain(chains, subject, before);
    // Events that were added during the read would look like a broken end of the chain.
    if (verdict.kind !== "broken" || (await chains.head(subject))?.hash === before?.hash) return verdict;
  }
  throw new AuthError("temporarily_unavailable");
};

const readChain = async (
  chains: OperatorPorts["chains"],
  subject: string,
  head: ChainHead | undefined,
): Promise<ChainVerdict> => {
  const check = chainCheck(subject, chains.start);
  for await (const entry of chains.entries(subject)) {
    const first = check.next(entry);
    if (first !== undefined) return { kind: "broken", events: check.events, first };
  }
  const first = check.end(head);
  if (first !== undefined) return { kind: "broken", events: check.events, first };
  return { kind: check.events === 0 ? "empty" : "whole", events: check.events };
};
