/** `audit verify`. */
import { required, UsageError } from "local-aws/command-line";
import type { ChainBreak } from "../../shared/domain/audit/audit-chain-check.js";
import { isForeignId } from "../../shared/domain/text.js";
import { verifyChain } from "../../shared/flows/operator/verify-chain.js";
import { command } from "../command.js";

const WORDS: Record<ChainBreak["kind"], (at: number) => string> = {
  deleted: (at) => `event ${at} is missing`,
  reordered: (at) => `event ${at} is not the event that was recorded at this position`,
  repeated: (at) => `a second event has a number before ${at}: the head of the chain was set back`,
  forged: (at) => `event ${at} was not written by this stage, or was changed`,
  edited: (at) => `event ${at} was changed after it was recorded`,
  replaced: (at) => (at === 1 ? "event 1 was replaced" : `event ${at - 1} or ${at} was replaced`),
  truncated: (at) => `event ${at} and all later events are missing`,
  head_wrong: (at) => `the head of the chain does not match event ${at}`,
};

export const auditVerify = command({
  name: "audit verify",
  usage: "--subject SUBJECT",
  about: "verifies that the audit events of a subject (user:<user id>) are unchanged",
  options: { subject: { type: "string" } },
  run: async ({ values, ports }) => {
    const subject = required("--subject", values.subject);
    if (!isForeignId(subject)) throw new UsageError("--subject takes a subject such as user:<user id>");
    const verdict = await verifyChain(ports, subject);
    const json = { subject, ...verdict };
    if (verdict.kind !== "broken") {
      const empty = verdict.kind === "empty";
      const words = empty ? "has no events" : `is intact: ${verdict.events} events`;
      return { json, text: [`${subject} ${words}`], notFound: empty };
    }
    const { kind, at } = verdict.first;
    return { json, text: [`${subject} is broken (${kind}): ${WORDS[kind](at)}`], failed: true };
  },
});
