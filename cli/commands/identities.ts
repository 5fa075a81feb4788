/** `identities list`, `identities unlink`, `identities duplicates`. */
import { required, UsageError } from "local-aws/command-line";
import type { SameAddress } from "../../shared/domain/duplicates.js";
import { isFederated, type PoolUser } from "../../shared/domain/pool-user.js";
import { findDuplicates } from "../../shared/flows/operator/find-duplicates.js";
import { findUser } from "../../shared/flows/operator/find-user.js";
import { unlinkIdentity } from "../../shared/flows/operator/unlink-identity.js";
import { command, NotFoundError } from "../command.js";
import { reasonFrom, USER_OPTIONS, userReference } from "../user-options.js";

const line = (user: PoolUser): string => {
  const own = isFederated(user) ? "federated" : "native";
  const identities = user.identities.map(({ provider, subject }) => `${provider}/${subject}`).join(", ");
  return `${user.username}  ${own}, ${user.status}${user.enabled ? "" : ", disabled"}  ${identities || "no identity"}`;
};

const notInPool = ({ user, email }: { user?: string | undefined; email?: string | undefined }) =>
  new NotFoundError(`there is no user ${user ?? email} in the pool`);

export const identitiesList = command({
  name: "identities list",
  usage: "(--user ID | --email ADDRESS)",
  about: "lists a user's entries in the pool and their linked identities",
  options: USER_OPTIONS,
  run: async ({ values, ports }) => {
    const { poolUsers } = await findUser(ports, userReference(values));
    if (poolUsers.length === 0) throw notInPool(values);
    return { json: { poolUsers }, text: poolUsers.map(line) };
  },
});

export const identitiesUnlink = command({
  name: "identities unlink",
  usage: "(--user ID | --email ADDRESS) --provider NAME --reason TEXT",
  about: "removes a linked identity from the user and ends every session",
  options: { ...USER_OPTIONS, provider: { type: "string" }, reason: { type: "string" } },
  run: async ({ values, ports }) => {
    const provider = required("--provider", values.provider);
    const reason = reasonFrom(values.reason);
    const { poolUsers } = await findUser(ports, userReference(values));
    const [user, ...others] = poolUsers.filter((each) => !isFederated(each) || poolUsers.length === 1);
    if (user === undefined) throw notInPool(values);
    if (others.length > 0) throw new UsageError("several users of the pool have this address");
    const outcome = await unlinkIdentity(ports, user, { provider, reason });
    const words = {
      unlinked: `${user.username} can no longer sign in with ${provider}; every session has ended`,
      not_linked: `${user.username} has no linked identity of ${provider}`,
      no_other_way_in: `${user.username} has no other way to sign in: suspend the user instead`,
    };
    const json = { username: user.username, outcome };
    return { json, text: [words[outcome]], failed: outcome === "no_other_way_in" };
  },
});

const addressLines = ({ email, poolUsers, profiles }: SameAddress): string[] => [
  email,
  ...poolUsers.map((user) => `  ${line(user)}`),
  ...profiles.map(
    ({ userId, status, legacyId }) => `  profile ${userId}  ${status}  ${legacyId ?? "no legacy id"}`,
  ),
];

export const identitiesDuplicates = command({
  name: "identities duplicates",
  usage: "",
  about: "lists addresses with several pool users or profiles; reads the whole pool and directory",
  options: {},
  run: async ({ ports }) => {
    const found = await findDuplicates(ports);
    const text = found.length === 0 ? ["no address has more than one user"] : found.flatMap(addressLines);
    return { json: { duplicates: found }, text };
  },
});
