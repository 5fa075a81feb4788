/** `legacy conflicts`, `legacy explain`, `legacy release`, `legacy readdress`, `legacy repair`. */
import { required } from "local-aws/command-line";
import type { MigrationConflict } from "../../shared/domain/migration.js";
import { explainLegacy, type LegacySituation } from "../../shared/flows/operator/explain-legacy.js";
import { type FoundConflict, findConflicts } from "../../shared/flows/operator/find-conflicts.js";
import {
  readdressLegacy,
  releaseLegacy,
  repairLegacy,
} from "../../shared/flows/operator/resolve-legacy-conflict.js";
import { command } from "../command.js";
import { addressFrom, idFrom, legacyIdFrom, reasonFrom } from "../user-options.js";

const ADVICE: Record<MigrationConflict, string> = {
  address_mismatch: "the record has another address than the user entered: correct it in the legacy system",
  address_unproved: "the legacy system has not verified the address: verify it there",
  record_malformed: "the record has a field of the wrong type: correct it in the legacy system",
  hash_unknown: "the password hash has no supported scheme: the user can set a new password by code",
  hash_too_costly: "the password hash takes too long: the user can set a new password by code",
  attribute_missing: "the record lacks a required attribute: correct the record or the mapping",
  address_taken: "another record has the address: find the owner, and release the other record",
  other_address: "the record was migrated under another address: readdress it, if it is the same user",
  pool_user_there:
    "the user of the record is in the pool and signs in there: with another address, or a provider",
  erased: "an operator erased the user: delete the record in the legacy system",
  other_user: "the identity belongs to another user than in the pool: find the owner, then release it",
};

const adviceOn = (reason: string): string =>
  Object.hasOwn(ADVICE, reason) ? ADVICE[reason as MigrationConflict] : "no advice for this reason";

const line = ({ legacyId, reason, lastAt, subjects }: FoundConflict): string =>
  `${lastAt}  ${legacyId}  ${reason}${subjects > 1 ? `  ${subjects} times` : ""}`;

const leftOut = (forgedRows: number): string[] =>
  forgedRows === 0
    ? []
    : [`left out: ${forgedRows} rows that this stage did not write; its audit.unreadable events report them`];

export const legacyConflicts = command({
  name: "legacy conflicts",
  usage: "[--email ADDRESS]",
  about: "lists the legacy users who could not be migrated; reads every audit event",
  options: { email: { type: "string" } },
  run: async ({ values, ports }) => {
    const email = values.email === undefined ? undefined : addressFrom(values.email);
    const { conflicts, forgedRows } = await findConflicts(ports, { email });
    const text =
      conflicts.length === 0
        ? [email === undefined ? "no conflict" : `${email} has no conflict`]
        : conflicts.map(line);
    return { json: { conflicts, forgedRows }, text: [...text, ...leftOut(forgedRows)] };
  },
});

const explained = (
  legacyId: string,
  { identity, profile, poolUser, conflicts, forgedRows }: LegacySituation,
): string[] => [
  identity ? `${legacyId}  ${identity.state}  ${identity.userId}` : `no user has the legacy id ${legacyId}`,
  ...(profile ? [`  profile ${profile.email}  ${profile.status}`] : []),
  ...(identity && !profile
    ? [`  approved for ${identity.email ?? "?"}, without a profile until the first sign-in ends`]
    : []),
  ...(poolUser
    ? [`  pool user ${poolUser.username}  ${poolUser.status}: can sign in, so these commands change nothing`]
    : []),
  ...conflicts.flatMap((conflict) => [line(conflict), `  ${adviceOn(conflict.reason)}`]),
  ...leftOut(forgedRows),
];

export const legacyExplain = command({
  name: "legacy explain",
  usage: "--legacy-id ID",
  about: "shows the user of a legacy identity, why a migration with it failed, and what to do",
  options: { "legacy-id": { type: "string" } },
  run: async ({ values, ports }) => {
    const legacyId = legacyIdFrom(values["legacy-id"]);
    const situation = await explainLegacy(ports, legacyId);
    const { identity, conflicts } = situation;
    const notFound = identity === undefined && conflicts.length === 0;
    return { json: { legacyId, ...situation }, text: explained(legacyId, situation), notFound };
  },
});

const OPTIONS = { "legacy-id": { type: "string" }, reason: { type: "string" } } as const;
const decision = (values: { "legacy-id"?: string | undefined; reason?: string | undefined }) => ({
  legacyId: legacyIdFrom(values["legacy-id"]),
  reason: reasonFrom(values.reason),
});

const WORDS = {
  released: "is released: the next user that the legacy system confirms gets it",
  readdressed: "has the new address: the next sign-in with it finds the user",
  repaired: "is restored",
  there: "already exists",
  unknown: "belongs to no user",
  taken: "belongs to another user",
  pool_user_there: "or the address belongs to a user in the pool: nothing was changed",
  address_taken: "was not changed: another user or record has the address",
  not_in_pool: "was not changed: no user of the pool has this user id, legacy id and verified address",
  other_legacy_id: "was not changed: the user has another legacy id",
  erased: "was not changed: an operator erased a user of the id or the address",
  changed_meanwhile: "was changed by another request: check it again",
} as const;
const DONE: ReadonlySet<keyof typeof WORDS> = new Set(["released", "readdressed", "repaired", "there"]);

const answer = (legacyId: string, outcome: keyof typeof WORDS) => ({
  json: { legacyId, outcome },
  text: [`${legacyId} ${WORDS[outcome]}`],
  failed: !DONE.has(outcome),
  notFound: outcome === "unknown",
});

export const legacyRelease = command({
  name: "legacy release",
  usage: "--legacy-id ID --reason TEXT",
  about: "removes a legacy identity from a user who is not in the pool, so that its owner can migrate",
  options: OPTIONS,
  run: async ({ values, ports }) => {
    const decided = decision(values);
    return answer(decided.legacyId, await releaseLegacy(ports, decided));
  },
});

export const legacyReaddress = command({
  name: "legacy readdress",
  usage: "--legacy-id ID --email ADDRESS --reason TEXT",
  about: "changes the address of a legacy identity whose user is not in the pool",
  options: { ...OPTIONS, email: { type: "string" } },
  run: async ({ values, ports }) => {
    const email = addressFrom(required("--email", values.email));
    const decided = { ...decision(values), email };
    return answer(decided.legacyId, await readdressLegacy(ports, decided));
  },
});

export const legacyRepair = command({
  name: "legacy repair",
  usage: "--legacy-id ID --user ID --email ADDRESS --reason TEXT",
  about: "restores a legacy identity that the directory lost, of a user of the pool who carries it",
  options: { ...OPTIONS, user: { type: "string" }, email: { type: "string" } },
  run: async ({ values, ports }) => {
    const userId = idFrom("--user", values.user);
    const email = addressFrom(required("--email", values.email));
    const decided = { ...decision(values), userId, email };
    return answer(decided.legacyId, await repairLegacy(ports, decided));
  },
});
