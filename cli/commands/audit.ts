/** `audit verify`. */
import type { ChainBreak } from "../../shared/domain/audit-chain-check.js";
import { verifyChain } from "../../shared/flows/operator/verify-chain.js";
import { command, needed } from "../command.js";

const WORDS: Record<ChainBreak["kind"], (at: number) => string> = {
  deleted: (at) => `event ${at} is not there`,
  reordered: (at) => `event ${at} is not the one that was recorded at this place`,
  edited: (at) => `event ${at} is not as it was recorded`,
  replaced: (at) => (at === 1 ? "event 1 was made anew" : `event ${at - 1} or ${at} was made anew`),
  truncated: (at) => `event ${at} and those after it are not there`,
  head_wrong: (at) => `the end of the chain is not event ${at}, as it should be`,
};

export const auditVerify = command({
  name: "audit verify",
  usage: "--subject SUBJECT",
  about: "whether the audit events of a subject (user:<user id>) are as they were recorded",
  options: { subject: { type: "string" } },
  run: async ({ values, ports }) => {
    const subject = needed("--subject", values.subject);
    const verdict = await verifyChain(ports, subject);
    const json = { subject, ...verdict };
    if (verdict.kind !== "broken") {
      const empty = verdict.kind === "empty";
      const words = empty ? "has no events" : `is whole: ${verdict.events} events`;
      return { json, text: [`${subject} ${words}`], failed: empty };
    }
    const { kind, at } = verdict.first;
    return { json, text: [`${subject} is broken (${kind}): ${WORDS[kind](at)}`], failed: true };
  },
});
