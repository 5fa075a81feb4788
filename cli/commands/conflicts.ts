/** `legacy conflicts`, `legacy explain`, `legacy release`, `legacy readdress`, `legacy repair`. */
import type { MigrationConflict } from "../../shared/domain/migration.js";
import { explainLegacy, type LegacySituation } from "../../shared/flows/operator/explain-legacy.js";
import { type FoundConflict, findConflicts } from "../../shared/flows/operator/find-conflicts.js";
import { readdressLegacy, releaseLegacy, repairLegacy } from "../../shared/flows/operator/settle-legacy.js";
import { command, needed } from "../command.js";
import { addressFrom } from "../person-options.js";

const ADVICE: Record<MigrationConflict, string> = {
  address_mismatch:
    "the record has another address than the one that was typed: put it right in the legacy system",
  address_unproved: "the legacy system does not call the address verified: have it proved there",
  attribute_missing: "the record lacks a required attribute: put the record right, or the mapping",
  address_taken: "another record has the address: decide whose it is, and release that of the other",
  other_address: "the record was migrated under another address: readdress it, if it is the same person",
  other_user: "the identity is another user's than the pool says: find out whose it is, then release it",
};

const adviceOn = (reason: string): string =>
  Object.hasOwn(ADVICE, reason) ? ADVICE[reason as MigrationConflict] : "no advice on this";

const line = ({ legacyId, reason, lastAt, subjects }: FoundConflict): string =>
  `${lastAt}  ${legacyId}  ${reason}${subjects > 1 ? `  ${subjects} times` : ""}`;

export const legacyConflicts = command({
  name: "legacy conflicts",
  usage: "[--email ADDRESS]",
  about: "people whom the legacy system knows and who could not be migrated; reads every audit event",
  options: { email: { type: "string" } },
  run: async ({ values, ports }) => {
    const email = values.email === undefined ? undefined : addressFrom(values.email);
    const conflicts = await findConflicts(ports, { email });
    const text = conflicts.length === 0 ? ["no conflict"] : conflicts.map(line);
    return { json: { conflicts }, text };
  },
});

const explained = ({ identity, profile, poolUser, conflicts }: LegacySituation): string[] => [
  identity ? `${identity.legacyId}  ${identity.state}  ${identity.userId}` : "nobody has this identity",
  ...(profile ? [`  profile ${profile.email}  ${profile.status}`] : []),
  ...(poolUser
    ? [`  pool user ${poolUser.username}  ${poolUser.status}: signs in, so nothing can be settled here`]
    : []),
  ...conflicts.flatMap((conflict) => [line(conflict), `  ${adviceOn(conflict.reason)}`]),
];

export const legacyExplain = command({
  name: "legacy explain",
  usage: "--legacy-id ID",
  about: "who has a legacy identity, why somebody could not be migrated with it, and what to do",
  options: { "legacy-id": { type: "string" } },
  run: async ({ values, ports }) => {
    const legacyId = needed("--legacy-id", values["legacy-id"]);
    const situation = await explainLegacy(ports, legacyId);
    return { json: { legacyId, ...situation }, text: explained(situation) };
  },
});

const OPTIONS = { "legacy-id": { type: "string" }, reason: { type: "string" } } as const;
const decision = (values: { "legacy-id"?: string | undefined; reason?: string | undefined }) => ({
  legacyId: needed("--legacy-id", values["legacy-id"]),
  reason: needed("--reason", values.reason),
});

const WORDS = {
  released: "is free: whom the legacy system vouches for next gets it",
  readdressed: "has another address: the next sign-in with it finds the user",
  repaired: "is there again",
  there: "was there",
  unknown: "is nobody's",
  taken: "is another user's",
  pool_user_there: "is of somebody who is in the pool, or the address is: nothing was changed",
  address_taken: "cannot have the address: another record has it",
  changed_meanwhile: "was changed at this moment: look again",
} as const;
const DONE: ReadonlySet<keyof typeof WORDS> = new Set(["released", "readdressed", "repaired", "there"]);

const answer = (legacyId: string, outcome: keyof typeof WORDS) => ({
  json: { legacyId, outcome },
  text: [`${legacyId} ${WORDS[outcome]}`],
  failed: !DONE.has(outcome),
});

export const legacyRelease = command({
  name: "legacy release",
  usage: "--legacy-id ID --reason TEXT",
  about: "takes a legacy identity from somebody who is not in the pool, so that its owner can be migrated",
  options: OPTIONS,
  run: async ({ values, ports }) => {
    const decided = decision(values);
    return answer(decided.legacyId, await releaseLegacy(ports, decided));
  },
});

export const legacyReaddress = command({
  name: "legacy readdress",
  usage: "--legacy-id ID --email ADDRESS --reason TEXT",
  about: "the same person has another address in the legacy system, and is not in the pool",
  options: { ...OPTIONS, email: { type: "string" } },
  run: async ({ values, ports }) => {
    const email = addressFrom(needed("--email", values.email));
    const decided = { ...decision(values), email };
    return answer(decided.legacyId, await readdressLegacy(ports, decided));
  },
});

export const legacyRepair = command({
  name: "legacy repair",
  usage: "--legacy-id ID --user ID --email ADDRESS --reason TEXT",
  about: "writes a legacy identity that the directory lost, under ids that are known to be right",
  options: { ...OPTIONS, user: { type: "string" }, email: { type: "string" } },
  run: async ({ values, ports }) => {
    const userId = needed("--user", values.user);
    const email = addressFrom(needed("--email", values.email));
    const decided = { ...decision(values), userId, email };
    return answer(decided.legacyId, await repairLegacy(ports, decided));
  },
});
