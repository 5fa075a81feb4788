/** `identities repair`. */
import { UsageError } from "local-aws/command-line";
import { findDuplicates, sameAddress } from "../../shared/flows/operator/find-duplicates.js";
import {
  type RepairStep,
  repairAddress,
  resumeMerges,
} from "../../shared/flows/operator/repair-duplicates.js";
import { command } from "../command.js";
import { noSuchUser, userReference } from "../user-options.js";

const WORDS: Record<RepairStep["outcome"], string> = {
  would_merge: "would be merged",
  would_resume: "was started and would be completed",
  merged: "merged",
  needs_a_person: "needs a manual decision",
};

const lines = (step: RepairStep): string[] => [
  line(step),
  ...(step.leftOver ?? []).map(
    ({ what, systemAccountId, reason }) =>
      `  not moved: ${what}${systemAccountId === undefined ? "" : ` in ${systemAccountId}`}  (${reason})`,
  ),
];

const line = ({ email, native, duplicate, outcome, reason }: RepairStep): string =>
  `${email}  ${duplicate === undefined ? "" : `${duplicate} into ${native}  `}${WORDS[outcome]}${reason === undefined ? "" : `: ${reason}`}`;

export const identitiesRepair = command({
  name: "identities repair",
  usage: "[--email ADDRESS] [--apply]",
  about:
    "merges federated duplicates into the native user with the same address; only a preview without --apply",
  options: { email: { type: "string" }, apply: { type: "boolean", default: false } },
  run: async ({ values, ports }) => {
    const { apply, email } = values;
    const reference = email === undefined ? undefined : userReference({ email });
    if (reference !== undefined && !("email" in reference)) throw new UsageError("--email is missing");
    const resumed = await resumeMerges(ports, apply);
    const addresses =
      reference === undefined ? await findDuplicates(ports) : [await sameAddress(ports, reference.email)];
    const steps = [...resumed];
    const nobody = addresses.every(({ poolUsers, profiles }) => poolUsers.length + profiles.length === 0);
    if (reference !== undefined && steps.length === 0 && nobody) throw noSuchUser(values);
    for (const address of addresses)
      if (address.poolUsers.length > 1 || address.profiles.length > 1)
        steps.push(...(await repairAddress(ports, address, apply)));
    const text = steps.length === 0 ? ["nothing to repair"] : steps.flatMap(lines);
    return {
      json: { applied: apply, steps },
      text:
        !apply && steps.length > 0
          ? [...text, "Nothing was changed. Use --apply to make these changes."]
          : text,
      failed:
        apply &&
        steps.some(({ outcome, leftOver }) => outcome === "needs_a_person" || leftOver !== undefined),
    };
  },
});
