/** `users show`, `users suspend`, `users reinstate`, `users erase`. */
import { UsageError } from "local-aws/command-line";
import { eraseUser } from "../../shared/flows/operator/erase-user.js";
import { describeProfile, findUser } from "../../shared/flows/operator/find-user.js";
import { reinstateUser, suspendUser } from "../../shared/flows/operator/suspend-user.js";
import type { OperatorPorts } from "../../shared/ports/operators.js";
import { type Answer, command } from "../command.js";
import { noSuchUser, onlyProfile, reasonFrom, USER_OPTIONS, userReference } from "../user-options.js";

type Described = Awaited<ReturnType<typeof describeProfile>>;

export const usersShow = command({
  name: "users show",
  usage: "(--user ID | --email ADDRESS)",
  about: "shows a user's profiles with memberships, legacy id and sessions, and their entries in the pool",
  options: USER_OPTIONS,
  run: async ({ values, ports }) => {
    const { profiles, poolUsers } = await findUser(ports, userReference(values));
    if (profiles.length + poolUsers.length === 0) throw noSuchUser(values);
    const described = await Promise.all(profiles.map((profile) => describeProfile(ports, profile)));
    return {
      json: { profiles: described, poolUsers },
      text: [
        ...described.flatMap(profileLines),
        ...poolUsers.map(
          ({ username, status, enabled, emailVerified }) =>
            `pool user ${username}  ${status}${enabled ? "" : ", disabled"}${emailVerified ? "" : ", address not verified"}`,
        ),
      ],
    };
  },
});

const profileLines = ({ profile, memberships, legacy, sessions, deletedPoolUsers }: Described): string[] => [
  `${profile.userId}  ${profile.email}  ${profile.status}${profile.mergedInto === undefined ? "" : `, merged into ${profile.mergedInto}`}${profile.groups.length > 0 ? `  groups ${profile.groups.join(", ")}` : ""}`,
  ...(legacy === undefined ? [] : [`  legacy ${legacy.legacyId}  ${legacy.state}`]),
  ...memberships.map(
    ({ systemAccountId, role, status }) => `  account ${systemAccountId}  ${role}  ${status}`,
  ),
  ...sessions.map(
    ({ sessionId, startedAtSeconds, validUntilSeconds }) =>
      `  session ${sessionId}  since ${timeOf(startedAtSeconds)}  until ${timeOf(validUntilSeconds)}`,
  ),
  ...deletedPoolUsers.map((sub) => `  pool user ${sub}  deleted in the pool`),
];

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

const CHANGE_OPTIONS = { ...USER_OPTIONS, reason: { type: "string" } } as const;
const CHANGE_USAGE = "(--user ID | --email ADDRESS) --reason TEXT";

const change =
  (flow: typeof reinstateUser, words: { changed: string; unchanged: string }) =>
  async ({ values, ports }: { values: ChangeValues; ports: OperatorPorts }): Promise<Answer> => {
    const reason = reasonFrom(values.reason);
    const found = await onlyProfile(ports, values);
    const { userId } = found;
    const outcome = await flow(ports, { userId, found, reason });
    if (outcome === "unknown") throw noSuchUser(values);
    return { json: { userId, outcome }, text: [`${userId} ${words[outcome]}`] };
  };
type ChangeValues = { user?: string | undefined; email?: string | undefined; reason?: string | undefined };

export const usersSuspend = command({
  name: "users suspend",
  usage: CHANGE_USAGE,
  about: "blocks sign-in and ends every session of the user",
  options: CHANGE_OPTIONS,
  run: change(suspendUser, {
    changed: "is suspended; every session has ended",
    unchanged: "was already suspended; the user is disabled in the pool and every session has ended",
  }),
});

export const usersErase = command({
  name: "users erase",
  usage: CHANGE_USAGE,
  about: "deletes all that belongs to the user, for good; a later migration does not bring the user back",
  options: CHANGE_OPTIONS,
  run: async ({ values, ports }) => {
    const reason = reasonFrom(values.reason);
    const found = await onlyProfile(ports, values);
    const { userId } = found;
    const erased = await eraseUser(ports, { userId, found, reason });
    if (erased.kind === "unknown") throw noSuchUser(values);
    if (erased.kind === "merged")
      throw new UsageError(`${userId} was merged into ${erased.into}: erase that user`);
    const { ownerless } = erased;
    return {
      json: { userId, outcome: "erased", ownerless },
      text: [...ownerless.map((account) => `account ${account}  no living owner`), `${userId} is erased`],
      failed: ownerless.length > 0,
    };
  },
});

export const usersReinstate = command({
  name: "users reinstate",
  usage: CHANGE_USAGE,
  about: "lifts a suspension",
  options: CHANGE_OPTIONS,
  run: change(reinstateUser, {
    changed: "can sign in again",
    unchanged: "is not suspended, or was merged into another user",
  }),
});
