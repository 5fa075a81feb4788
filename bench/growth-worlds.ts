/** Two worlds on the same tables. In the large one, everything that a customer can have many of is there many times. */
import { accountApiKeyRowKey, apiKeyRow } from "../shared/adapters/dynamo/api-key/api-key-rows.js";
import {
  affiliationRowKey,
  grantedRowKey,
  grantRow,
  grantRowKey,
  teamMemberRowKey,
  teamRowKey,
} from "../shared/adapters/dynamo/permission/permission-row-keys.js";
import { accountRow, membershipRows, preparedRows, type Row } from "../shared/adapters/dynamo/rows.js";
import { apiKeyDigests } from "../shared/adapters/node/api-key-digests.js";
import { apiKeyText } from "../shared/domain/api-key/format.js";
import { auditEvent } from "../shared/domain/audit/audit-event.js";
import type { Invitation } from "../shared/domain/invitation.js";
import { apiKeyOf } from "../tests/support/api-keys.js";
import { storedSessionOf } from "../tests/support/session-tokens.js";
import { accountOf, membershipOf, NOW, profileOf } from "../tests/support/users.js";
import type { GrowthStage } from "./growth-stage.js";

export type Size = "small" | "large";

/** How many there are of each in a world. */
export const SIZES = {
  memberships: { small: 1, large: 5_000 },
  members: { small: 10, large: 5_000 },
  formerMembers: { small: 0, large: 60 },
  grants: { small: 1, large: 2_000 },
  apiKeys: { small: 1, large: 2_000 },
  invitations: { small: 1, large: 60 },
  sessions: { small: 1, large: 300 },
  teams: { small: 0, large: 50 },
  groups: { small: 0, large: 20 },
  attributeKilobytes: { small: 0, large: 100 },
} as const;
export type Counted = keyof typeof SIZES;

export const QUESTIONS = 25;
export const userOf = (size: Size): string => `usr_${size}`;
/** A user in every team and group. */
export const groupedUserOf = (size: Size): string => `usr_grouped_${size}`;
export const accountIn = (size: Size): string => `acc-${size}`;
export const otherAccountIn = (size: Size): string => `acc-${size}-other`;
/** An account that most of its members left. */
export const leftAccountIn = (size: Size): string => `acc-${size}-left`;
export const subOf = (size: Size): string => `sub-${size}`;
const teamOf = (number: number): string => `team_${number}`;

const KEY_IDS = { small: "KeyOfSmallWorld1", large: "KeyOfLargeWorld1" } as const;
export const keyTextOf = (size: Size): string =>
  apiKeyText({ stage: "test", keyId: KEY_IDS[size], secret: "S3cretS3cretS3cretS3cretS3cret" });

export const invitationOf = (size: Size, number: number): Invitation => ({
  ...{ invitationId: `inv-${number}`, email: `invited-${number}@example.com`, role: "Viewer" },
  ...{ systemAccountId: accountIn(size), invitedBy: "ops", byOperator: true, status: "PENDING" },
  ...{ invitedAt: NOW, expiresAtSeconds: Date.parse(NOW) / 1000 + 604_800 },
});

export const fillWorld = async (stage: GrowthStage, size: Size): Promise<void> => {
  await stage.put([...peopleIn(size), ...grantsIn(size), ...keysIn(size)]);
  const { invitations, sessions } = stage.direct;
  for (const index of numbersOf("sessions", size))
    await sessions.create(storedSessionOf({ sessionId: `${size}-${index}`, userId: userOf(size) }));
  for (const index of numbersOf("invitations", size))
    await invitations.create(
      invitationOf(size, index),
      { by: undefined, tokenHash: `${size}-${index}` },
      eventOf("membership.invited", `${size}-${index}`),
    );
  await removeMembers(stage, size);
  await giveAttributes(stage, size);
};

/** As the link of a legacy user does, with the attributes that a mapping stores in the directory. */
const giveAttributes = async (stage: GrowthStage, size: Size): Promise<void> => {
  const given = { legacyId: `legacy-${userOf(size)}`, userId: userOf(size), groups: [] };
  const attributes = { text: "x".repeat(SIZES.attributeKilobytes[size] * 1024) };
  const entitlements = { memberships: [], groups: [], attributes };
  const identity = preparedRows(given.legacyId, profileOf(given)).slice(0, 1);
  await stage.put(identity.map((row) => ({ ...row, entitlements })));
  const event = eventOf("migration.entitled", given.legacyId);
  const outcome = await stage.direct.entitlements.settle({ ...given, attributes }, event);
  if (outcome !== "settled") throw new Error("the attributes were not given");
};

export const eventOf = (type: Parameters<typeof auditEvent>[0], key: string) =>
  auditEvent(type, { subject: "user:usr_ada", key, at: new Date(NOW) });

const numbersOf = (what: Counted, size: Size): number[] => [...Array(SIZES[what][size]).keys()];

const peopleIn = (size: Size): Row[] => {
  const [userId, systemAccountId] = [userOf(size), accountIn(size)];
  const user = profileOf({ userId, activeAccountId: systemAccountId, sub: undefined });
  const grouped = profileOf({
    ...{ userId: groupedUserOf(size), sub: undefined },
    groups: numbersOf("groups", size).map((number) => `group_${number}`),
  });
  const others = numbersOf("members", size).map((number) => memberId(number));
  const elsewhere = numbersOf("memberships", size).map((number) => `acc-of-${number}`);
  const shown = 100;
  return [
    ...[systemAccountId, otherAccountIn(size), leftAccountIn(size)].map((id) =>
      accountRow(accountOf({ systemAccountId: id, visibleAccountId: id.toUpperCase() })),
    ),
    ...elsewhere.slice(0, shown).map((id) => accountRow(accountOf({ systemAccountId: id }))),
    ...preparedRows(`legacy-${userId}`, user),
    { pk: `SUB#${subOf(size)}`, sk: "IDENTITY", user_id: userId },
    ...preparedRows(`legacy-${grouped.userId}`, grouped),
    ...[systemAccountId, otherAccountIn(size), leftAccountIn(size)].flatMap((id) =>
      membershipRows(membershipOf({ userId, systemAccountId: id, role: "Admin" })),
    ),
    ...membershipRows(membershipOf({ userId: grouped.userId, systemAccountId, role: "Viewer" })),
    ...elsewhere.flatMap((id) => membershipRows(membershipOf({ userId, systemAccountId: id })).slice(0, 1)),
    ...others.flatMap((id) => membershipRows(membershipOf({ userId: id, systemAccountId, role: "Viewer" }))),
    ...others
      .slice(0, shown)
      .flatMap((id) => preparedRows(`legacy-${id}`, profileOf({ userId: id })).slice(1)),
    ...teamsIn(size),
  ];
};

const memberId = (number: number): string => `usr_member_${String(number).padStart(5, "0")}`;

const teamsIn = (size: Size): Row[] => {
  const systemAccountId = accountIn(size);
  const teams = numbersOf("teams", size).map(teamOf);
  if (teams.length === 0) return [];
  return [
    { ...affiliationRowKey(groupedUserOf(size), systemAccountId), teams: new Set(teams) },
    ...teams.flatMap((teamId) => [
      {
        ...teamRowKey(systemAccountId, teamId),
        team_id: teamId,
        system_account_id: systemAccountId,
        name: teamId,
      },
      {
        ...teamMemberRowKey(systemAccountId, teamId, groupedUserOf(size)),
        user_id: groupedUserOf(size),
      },
    ]),
  ];
};

/** Grants to the user, grants on one resource, and one grant to a team on each resource of 25 questions. */
const grantsIn = (size: Size): Row[] => [
  ...numbersOf("grants", size).flatMap((number) => [
    ...grantRows(size, `invoice/${number}`, `user:${userOf(size)}`),
    ...grantRows(size, "invoice/0", `user:${memberId(number)}`),
  ]),
  ...[...Array(QUESTIONS).keys()].flatMap((number) =>
    grantRows(size, `order/${number}`, SIZES.teams[size] === 0 ? "role:Viewer" : `team:${teamOf(number)}`),
  ),
];

const grantRows = (size: Size, resource: string, grantee: string): Row[] => {
  const systemAccountId = accountIn(size);
  const grant = {
    systemAccountId,
    resource,
    grantee,
    actions: ["write"],
    grantedBy: "usr_ada",
    grantedAt: NOW,
  };
  return [grantRowKey, grantedRowKey].map((keyOf) => ({
    ...keyOf(systemAccountId, resource, grantee),
    ...grantRow(grant),
  }));
};

const keysIn = (size: Size): Row[] =>
  numbersOf("apiKeys", size).flatMap((number) => {
    const keyId = number === 0 ? KEY_IDS[size] : `Key${size}${String(number).padStart(8, "0")}`;
    const systemAccountId = accountIn(size);
    const current = { digest: apiKeyDigests.of(keyTextOf(size)), issuedBy: userOf(size) };
    return [
      apiKeyRow(apiKeyOf({ keyId, systemAccountId, current })),
      { ...accountApiKeyRowKey(systemAccountId, keyId), key_id: keyId },
    ];
  });

/** By the service itself, so that former members are stored as it stores them. They are the first of the list. */
const removeMembers = async (stage: GrowthStage, size: Size): Promise<void> => {
  const systemAccountId = leftAccountIn(size);
  const there = [...Array(20).keys()].map((number) =>
    membershipOf({ userId: `usr_there_${number}`, systemAccountId, role: "Viewer" }),
  );
  const gone = numbersOf("formerMembers", size).map((number) =>
    membershipOf({ userId: `usr_gone_${number}`, systemAccountId, role: "Viewer" }),
  );
  await stage.put([...there, ...gone].flatMap(membershipRows));
  await stage.put(
    gone.flatMap(({ userId }) => preparedRows(`legacy-${userId}`, profileOf({ userId })).slice(1)),
  );
  for (const before of gone) {
    const change = { before, after: { ...before, status: "REMOVED" as const } };
    const key = `${size}-${before.userId}`;
    const outcome = await stage.direct.accounts.changeMembers(
      [change],
      undefined,
      eventOf("membership.removed", key),
    );
    if (outcome !== "changed") throw new Error(`${before.userId} was not removed`);
  }
};
