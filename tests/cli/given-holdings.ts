/** What a user holds in an account besides the membership, one of each kind, and what the directory says of it. */
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "@jest/globals";
import {
  invitationRowKey,
  listedInvitationRowKey,
} from "../../shared/adapters/dynamo/accounts/invitation-writes.js";
import { dynamoInvitations } from "../../shared/adapters/dynamo/accounts/invitations.js";
import { accountApiKeyRowKey, apiKeyRow } from "../../shared/adapters/dynamo/api-key/api-key-rows.js";
import { dynamoApiKeys } from "../../shared/adapters/dynamo/api-key/api-keys.js";
import {
  affiliationRowKey,
  factsRowKey,
  grantedRowKey,
  grantRow,
  grantRowKey,
  teamMemberRowKey,
  teamRowKey,
} from "../../shared/adapters/dynamo/permission/permission-row-keys.js";
import { dynamoPermissions } from "../../shared/adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../../shared/adapters/dynamo/permission/teams.js";
import type { Row } from "../../shared/adapters/dynamo/rows.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { systemClock } from "../../shared/adapters/node/system-clock.js";
import { granteeOf } from "../../shared/domain/permission/grant.js";
import type { Role } from "../../shared/domain/role.js";
import { apiKeyOf } from "../support/api-keys.js";
import { auditSeal } from "../support/audit-seal.js";
import type { CliWorld } from "../support/cli-world.js";
import { NOW } from "../support/users.js";

const OTHER = "usr_other";
const page = { limit: 100 };

export const grantRows = (
  systemAccountId: string,
  grant: { resource: string; grantee: string; grantedBy: string; grantedAt?: string },
): Row[] =>
  [grantRowKey, grantedRowKey].map((keyOf) => ({
    ...keyOf(systemAccountId, grant.resource, grant.grantee),
    ...grantRow({ grantedAt: NOW, ...grant, systemAccountId, actions: ["write"] }),
  }));

export const ownedRow = (userId: string, systemAccountId: string, resource: string): Row => ({
  ...factsRowKey(systemAccountId, resource),
  ...{ resource, owner_id: userId },
});

/** Ids end with `suffix`, so that several users have such holdings in one account. */
export const holdingRows = (
  userId: string,
  systemAccountId: string,
  suffix: string,
  role: Role = "Viewer",
): Row[] => {
  const email = `guest-${suffix}@example.com`;
  const key = apiKeyOf({
    keyId: `Key${suffix}`,
    systemAccountId,
    role,
    current: { digest: suffix, issuedBy: userId },
  });
  const [doc, owned] = [`doc:${suffix}`, `doc:owned-${suffix}`];
  const teamId = `team_${suffix}`;
  return [
    ...grantRows(systemAccountId, { resource: doc, grantee: granteeOf("user", userId), grantedBy: userId }),
    ...grantRows(systemAccountId, { resource: doc, grantee: granteeOf("user", OTHER), grantedBy: userId }),
    ownedRow(userId, systemAccountId, owned),
    {
      ...teamRowKey(systemAccountId, teamId),
      team_id: teamId,
      system_account_id: systemAccountId,
      name: "T",
    },
    { ...teamMemberRowKey(systemAccountId, teamId, userId), user_id: userId },
    {
      ...affiliationRowKey(userId, systemAccountId),
      ...{ department: "sales", projects: ["apollo"], teams: new Set([teamId]) },
    },
    apiKeyRow(key),
    { ...accountApiKeyRowKey(systemAccountId, key.keyId), key_id: key.keyId },
    {
      ...invitationRowKey({ email, systemAccountId }),
      ...{ email, system_account_id: systemAccountId, role, status: "PENDING", token_hash: suffix },
      ...{ invitation_id: `inv_${suffix}`, invited_by: userId, expires_at: 4_000_000_000 },
    },
    { ...listedInvitationRowKey(systemAccountId, `inv_${suffix}`), email, invitation_id: `inv_${suffix}` },
  ];
};

/** The holdings of these ids, as the product reads them: whose each is. */
export const holdingsOf = async (cli: CliWorld, userId: string, systemAccountId: string, suffix: string) => {
  const store = {
    ...{ documents: sdkDocuments(cli.client), clock: systemClock, auditSeal },
    ...{ directoryTable: cli.tables.directory, auditTable: cli.tables.audit },
  };
  const permissions = dynamoPermissions(store);
  const { items: granted } = await permissions.grantsTo(systemAccountId, granteeOf("user", userId), page);
  const { items: given } = await permissions.grantsTo(systemAccountId, granteeOf("user", OTHER), page);
  const key = await dynamoApiKeys(store).find(`Key${suffix}`);
  const invitation = await dynamoInvitations(store).byId(systemAccountId, `inv_${suffix}`);
  const doc = `doc:${suffix}`;
  return {
    grant: granted.find(({ resource }) => resource === doc),
    given: given.find(({ resource }) => resource === doc)?.grantedBy,
    owner: (await permissions.facts(systemAccountId, `doc:owned-${suffix}`)).ownerId,
    affiliation: (await permissions.member(userId, systemAccountId)).affiliation,
    team: (await dynamoTeams(store).members(systemAccountId, `team_${suffix}`, page)).items,
    keyBy: key?.current.issuedBy,
    invitedBy: invitation?.invitedBy,
  };
};

/** What `holdingsOf` answers if all holdings of these ids are the user's. */
export const allOf = (userId: string, suffix: string) => ({
  grant: expect.objectContaining({ actions: ["write"], grantedAt: NOW, grantedBy: userId }),
  ...{ given: userId, owner: userId, keyBy: userId, invitedBy: userId },
  affiliation: { department: "sales", projects: ["apollo"], teams: [`team_${suffix}`] },
  team: [userId],
});

/** The rows that name a user, besides the user's own. */
export const rowsNaming = async (cli: CliWorld, userId: string): Promise<Row[]> => {
  const { Items = [] } = await cli.client.send(new ScanCommand({ TableName: cli.tables.directory }));
  const names = (row: Row) =>
    Object.values(row).some((value) => typeof value === "string" && value.split(/[#:]/).includes(userId));
  return Items.filter(
    (row) => !String(row.pk).startsWith("USER#") && !String(row.pk).startsWith("SUB#"),
  ).filter(names);
};
