/** What a duplicate holds in accounts, in memory, with the same conditions as the DynamoDB adapter. */
import { type ApiKey, secretIssuedAt } from "../domain/api-key/api-key.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Merge } from "../domain/duplicates.js";
import { AuthError } from "../domain/errors.js";
import type { Holding } from "../domain/merge-holdings.js";
import { type Affiliation, MOST_TEAMS_OF_A_MEMBER, UNAFFILIATED } from "../domain/permission/affiliation.js";
import { type Grant, granteeOf } from "../domain/permission/grant.js";
import type { Merges } from "../ports/merges.js";
import type { MemoryApiKeys } from "./api-keys.js";
import type { MemoryInvitations } from "./invitations.js";
import { type PermissionStores, placeOf } from "./permissions.js";

export type HoldingStores = PermissionStores & {
  readonly apiKeys: Pick<MemoryApiKeys, "rows">;
  readonly invitations: Pick<MemoryInvitations, "rows">;
};

type Users = Pick<Merge, "userId" | "duplicateUserId">;
/** Undefined if the holding no longer exists; otherwise the write, unless it is refused. */
type Move = (() => void) | "refused" | undefined;

export const memoryHoldings = (stores: HoldingStores): Pick<Merges, "holdings" | "moveHolding"> => ({
  holdings: async function* (duplicateUserId) {
    if (stores.directory.broken) throw new AuthError("temporarily_unavailable");
    yield* holdingsOf(stores, duplicateUserId);
  },
  moveHolding: async (merge, holding, event: AuditEvent) => {
    if (stores.directory.broken) throw new AuthError("temporarily_unavailable");
    const move = moveOf(stores, merge, holding);
    if (move === undefined) return "gone";
    if (move === "refused" || !stores.audit.take(event)) return "refused";
    move();
    return "moved";
  },
});

const holdingsOf = (stores: HoldingStores, duplicateUserId: string): readonly Holding[] => [
  ...[...stores.facts].flatMap(([place, { ownerId, ownerSince: at }]): Holding[] => {
    const [systemAccountId = "", resource = ""] = JSON.parse(place) as string[];
    const owned = { kind: "resource", duplicateUserId, systemAccountId, resource } as const;
    return ownerId === duplicateUserId ? [{ ...owned, ...(at !== undefined && { at }) }] : [];
  }),
  ...[...stores.grants.values()].flatMap((grant) => grantsIn(grant, duplicateUserId)),
  ...[...stores.affiliations].flatMap(([place, held]) => {
    const [userId = "", systemAccountId = ""] = JSON.parse(place) as string[];
    return userId === duplicateUserId ? affiliationsIn(held, { duplicateUserId, systemAccountId }) : [];
  }),
  ...[...stores.apiKeys.rows.values()].flatMap((key) => keysIn(key, duplicateUserId)),
  ...[...stores.invitations.rows.values()].flatMap(({ invitation }): Holding[] => {
    const { status, invitedBy, systemAccountId, email, invitationId, role, invitedAt: at } = invitation;
    if (status !== "PENDING" || invitedBy !== duplicateUserId) return [];
    const offer = {
      kind: "invitation",
      duplicateUserId,
      systemAccountId,
      email,
      invitationId,
      role,
    } as const;
    return [{ ...offer, ...(at !== undefined && { at }) }];
  }),
];

const grantsIn = (grant: Grant, duplicateUserId: string): Holding[] => {
  const { systemAccountId, resource, grantee, grantedBy, grantedAt: at } = grant;
  const common = { duplicateUserId, systemAccountId, resource, at };
  // A grant to oneself moves in both directions at once.
  if (grantee === granteeOf("user", duplicateUserId)) return [{ kind: "grant", ...common }];
  return grantedBy === duplicateUserId ? [{ kind: "given_grant", grantee, ...common }] : [];
};

const affiliationsIn = (
  held: Affiliation,
  common: Pick<Holding, "duplicateUserId" | "systemAccountId">,
): Holding[] => [
  ...(isPlaced(held) ? [{ kind: "affiliation", ...common } as const] : []),
  ...held.teams.map((teamId) => ({ kind: "team", teamId, ...common }) as const),
];

const isPlaced = ({ department, projects }: Affiliation): boolean =>
  department !== undefined || projects.length > 0;

const keysIn = (key: ApiKey, duplicateUserId: string): Holding[] => {
  const { keyId, systemAccountId, role } = key;
  if (key.status !== "ACTIVE") return [];
  return (["current", "previous"] as const).flatMap((name): Holding[] => {
    const secret = key[name];
    if (secret?.issuedBy !== duplicateUserId) return [];
    const common = { duplicateUserId, systemAccountId, role, at: secretIssuedAt(key, secret) };
    return [{ kind: "api_key", keyId, secret: name, ...common }];
  });
};

const moveOf = (stores: HoldingStores, users: Users, holding: Holding): Move => {
  const { grants, facts, apiKeys, invitations } = stores;
  const { userId, duplicateUserId } = users;
  const { systemAccountId } = holding;
  switch (holding.kind) {
    case "grant": {
      const placeFor = (id: string) => placeOf(systemAccountId, holding.resource, granteeOf("user", id));
      const [from, to] = [placeFor(duplicateUserId), placeFor(userId)];
      const held = grants.get(from);
      if (held === undefined) return undefined;
      if (grants.has(to)) return "refused";
      const grantedBy = held.grantedBy === duplicateUserId ? userId : held.grantedBy;
      return () => {
        grants.delete(from);
        grants.set(to, { ...held, grantee: granteeOf("user", userId), grantedBy });
      };
    }
    case "given_grant": {
      const place = placeOf(systemAccountId, holding.resource, holding.grantee);
      const held = grants.get(place);
      if (held?.grantedBy !== duplicateUserId) return "refused";
      return () => void grants.set(place, { ...held, grantedBy: userId });
    }
    case "resource": {
      const place = placeOf(systemAccountId, holding.resource);
      const held = facts.get(place);
      if (held?.ownerId !== duplicateUserId) return "refused";
      return () => void facts.set(place, { ...held, ownerId: userId });
    }
    case "invitation": {
      const place = `${holding.email}/${systemAccountId}`;
      const row = invitations.rows.get(place);
      const { invitedBy, invitationId } = row?.invitation ?? {};
      if (!row || invitedBy !== duplicateUserId || invitationId !== holding.invitationId) return "refused";
      return () =>
        void invitations.rows.set(place, { ...row, invitation: { ...row.invitation, invitedBy: userId } });
    }
    case "team":
      return teamMove(stores, users, systemAccountId, holding.teamId);
    case "affiliation":
      return affiliationMove(stores, users, systemAccountId);
    case "api_key": {
      const key = apiKeys.rows.get(holding.keyId);
      const secret = key?.[holding.secret];
      if (key === undefined || secret?.issuedBy !== duplicateUserId) return undefined;
      const moved = { ...key, [holding.secret]: { ...secret, issuedBy: userId } };
      return () => void apiKeys.rows.set(key.keyId, moved);
    }
  }
};

const teamMove = (
  { teams, affiliations }: HoldingStores,
  { userId, duplicateUserId }: Users,
  systemAccountId: string,
  teamId: string,
): Move => {
  // The id of a deleted team has no effect.
  if (!teams.has(placeOf(systemAccountId, teamId))) return undefined;
  const [from, to] = [placeOf(duplicateUserId, systemAccountId), placeOf(userId, systemAccountId)];
  const [left, held] = [affiliations.get(from), affiliations.get(to) ?? UNAFFILIATED];
  if (!left?.teams.includes(teamId)) return "refused";
  if (!held.teams.includes(teamId) && held.teams.length >= MOST_TEAMS_OF_A_MEMBER) return "refused";
  return () => {
    affiliations.set(from, { ...left, teams: left.teams.filter((each) => each !== teamId) });
    affiliations.set(to, { ...held, teams: [...new Set([...held.teams, teamId])].sort() });
  };
};

/** Refused if the kept user has a department or projects: a member has one department. */
const affiliationMove = (
  { affiliations }: HoldingStores,
  { userId, duplicateUserId }: Users,
  systemAccountId: string,
): Move => {
  const [from, to] = [placeOf(duplicateUserId, systemAccountId), placeOf(userId, systemAccountId)];
  const [left, held] = [affiliations.get(from), affiliations.get(to) ?? UNAFFILIATED];
  if (left === undefined) return undefined;
  if (isPlaced(held) || !isPlaced(left)) return "refused";
  const { department, projects, teams } = left;
  return () => {
    affiliations.set(from, { ...UNAFFILIATED, teams });
    affiliations.set(to, { ...held, projects, ...(department !== undefined && { department }) });
  };
};
