/** The stores behind the ports, in memory and in DynamoDB, for suites that both must pass. */
import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { dynamoAccounts } from "../../shared/adapters/dynamo/accounts/accounts.js";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoInvitations } from "../../shared/adapters/dynamo/accounts/invitations.js";
import { dynamoApiKeys } from "../../shared/adapters/dynamo/api-key/api-keys.js";
import { dynamoAuditLog } from "../../shared/adapters/dynamo/audit/audit-log.js";
import { dynamoAuditOutbox } from "../../shared/adapters/dynamo/audit/audit-outbox.js";
import { dynamoAccessRecords } from "../../shared/adapters/dynamo/authorizer/access-records.js";
import { dynamoChallenges } from "../../shared/adapters/dynamo/challenge/challenges.js";
import {
  dynamoOneTimeTickets,
  dynamoPendingSignIns,
} from "../../shared/adapters/dynamo/challenge/one-time-tickets.js";
import type { Documents } from "../../shared/adapters/dynamo/documents.js";
import { dynamoFirstRequests } from "../../shared/adapters/dynamo/idempotency/first-requests.js";
import { dynamoDeliveries } from "../../shared/adapters/dynamo/messages/deliveries.js";
import { dynamoEntitlements } from "../../shared/adapters/dynamo/migration/entitlements.js";
import { dynamoLegacyLookupResults } from "../../shared/adapters/dynamo/migration/legacy-lookup-results.js";
import { dynamoPermissions } from "../../shared/adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../../shared/adapters/dynamo/permission/teams.js";
import { accountRow, membershipRows, preparedRows } from "../../shared/adapters/dynamo/rows.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import {
  dynamoProvedAddresses,
  dynamoUnprovedAddresses,
} from "../../shared/adapters/dynamo/sign-in/address-proofs.js";
import { dynamoAnswerFloors } from "../../shared/adapters/dynamo/sign-in/answer-floors.js";
import { dynamoBlockedSources } from "../../shared/adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoBrowserSessions } from "../../shared/adapters/dynamo/sign-in/browser-sessions.js";
import { dynamoOutages } from "../../shared/adapters/dynamo/sign-in/outages.js";
import { dynamoSessions } from "../../shared/adapters/dynamo/sign-in/sessions.js";
import { dynamoSignInHabits } from "../../shared/adapters/dynamo/sign-in/sign-in-habits.js";
import { dynamoSignInSources } from "../../shared/adapters/dynamo/sign-in/sign-in-sources.js";
import { dynamoThrottle } from "../../shared/adapters/dynamo/sign-in/throttle.js";
import type { Account, Membership, UserProfile } from "../../shared/domain/account.js";
import type { AuditEvent } from "../../shared/domain/audit/audit-event.js";
import { type AuditRowKey, holdsEvent } from "../../shared/domain/audit/audit-row.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { withOwners } from "../../shared/memory/seed.js";
import type { AccessRecords } from "../../shared/ports/access.js";
import type { Accounts } from "../../shared/ports/accounts.js";
import type { ProvedAddresses, UnprovedAddresses } from "../../shared/ports/address-proofs.js";
import type { ApiKeys } from "../../shared/ports/api-keys.js";
import type { BlockedSources } from "../../shared/ports/blocked-sources.js";
import type { BrowserSessions } from "../../shared/ports/browser-sessions.js";
import type { Challenges, OneTimeTickets, PendingSignIns } from "../../shared/ports/challenges.js";
import type { Entitlements } from "../../shared/ports/entitlements.js";
import type { FirstRequests } from "../../shared/ports/idempotency.js";
import type {
  AnswerFloors,
  AuditLog,
  AuditOutbox,
  Directory,
  Outages,
  Throttle,
} from "../../shared/ports/index.js";
import type { Invitations } from "../../shared/ports/invitations.js";
import type { LegacyLookupResults } from "../../shared/ports/legacy-lookup-results.js";
import type { Deliveries } from "../../shared/ports/messages.js";
import type { Permissions, Teams } from "../../shared/ports/permissions.js";
import type { Sessions } from "../../shared/ports/sessions.js";
import type { SignInHabits } from "../../shared/ports/sign-in-habits.js";
import type { SignInSources } from "../../shared/ports/sign-in-sources.js";
import { auditSeal } from "./audit-seal.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "./dynamo-server.js";
import { NOW } from "./users.js";

export type StoreSeed = {
  readonly accounts?: readonly Account[];
  readonly memberships?: readonly Membership[];
  readonly prepared?: readonly { readonly legacyId: string; readonly profile: UserProfile }[];
};

export type Stores = {
  readonly clock: MemoryPorts["clock"];
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly access: AccessRecords;
  readonly sessions: Sessions;
  readonly browserSessions: BrowserSessions;
  readonly audit: AuditLog;
  readonly outbox: AuditOutbox;
  readonly throttle: Throttle;
  readonly legacyLookupResults: LegacyLookupResults;
  readonly outages: Outages;
  readonly answerFloors: AnswerFloors;
  readonly blockedSources: BlockedSources;
  readonly habits: SignInHabits;
  readonly signInSources: SignInSources;
  readonly invitations: Invitations;
  readonly entitlements: Entitlements;
  readonly permissions: Permissions;
  readonly teams: Teams;
  readonly apiKeys: ApiKeys;
  readonly challenges: Challenges;
  readonly provedAddresses: ProvedAddresses;
  readonly unprovedAddresses: UnprovedAddresses;
  readonly tickets: OneTimeTickets;
  readonly pendingSignIns: PendingSignIns;
  readonly deliveries: Deliveries;
  readonly firstRequests: FirstRequests;
  /** A subject's events as they are stored, in the order of their times. */
  recorded(subject: string): Promise<AuditEvent[]>;
};

export type StoreKind = {
  readonly name: string;
  /** New, empty stores but for the seed. */
  open(seed?: StoreSeed): Promise<Stores>;
  close(): Promise<void>;
};

export const memorySeed = ({
  accounts = [],
  memberships = [],
  prepared = [],
}: StoreSeed = {}): MemorySeed => ({
  ...{ now: NOW, accounts, memberships },
  profiles: prepared.map(({ profile }) => profile),
  prepared: prepared.map(({ legacyId, profile }) => ({ legacyId, userId: profile.userId })),
});

export const memoryStores = (): StoreKind => ({
  name: "memory",
  open: async (seed) => {
    const ports = memoryPorts(memorySeed(seed));
    return {
      ...ports,
      recorded: async (subject) => byTime(ports.audit.events.filter((event) => event.subject === subject)),
    };
  },
  close: async () => undefined,
});

/**
 * `signed`: as the functions reach them; `sdk`: as operators' commands do.
 * @param through the signed calls as the stores make them, for suites that look at them or hold them
 */
export const dynamoStores = (
  client: "sdk" | "signed" = "signed",
  through: (server: DynamoServer) => Documents | Promise<Documents> = ({ url }) => signedDocumentsOf(url),
): StoreKind => {
  let started: Promise<DynamoServer> | undefined;
  return {
    name: client === "sdk" ? "DynamoDB by the SDK" : "DynamoDB",
    open: async (seed = {}) => {
      started ??= startDynamo();
      const server = await started;
      const documents = client === "sdk" ? sdkDocuments(server.client) : await through(server);
      return openTables(server, documents, seed);
    },
    close: async () => {
      const server = await started;
      // The mutation run opens the stores again after their end.
      started = undefined;
      await server?.close();
    },
  };
};

const openTables = async (server: DynamoServer, documents: Documents, seed: StoreSeed): Promise<Stores> => {
  const tables = await server.createTables();
  const { client } = server;
  const { clock, logger, metrics } = memoryPorts({ now: NOW });
  const audit = { documents, auditTable: tables.audit, auditSeal, clock };
  const guarded = { ...audit, guardTable: tables.guard };
  const guard = { documents, guardTable: tables.guard, clock, logger, metrics };
  for (const row of rowsOf(seed))
    await client.send(new PutCommand({ TableName: tables.directory, Item: row }));
  return {
    clock,
    directory: dynamoDirectory({ ...audit, directoryTable: tables.directory }),
    accounts: dynamoAccounts({ ...audit, directoryTable: tables.directory }),
    access: dynamoAccessRecords({ ...guarded, directoryTable: tables.directory }),
    sessions: dynamoSessions(guard),
    browserSessions: dynamoBrowserSessions(guard),
    audit: dynamoAuditLog(audit, { logger, metrics }),
    outbox: dynamoAuditOutbox(audit),
    throttle: dynamoThrottle(guard),
    legacyLookupResults: dynamoLegacyLookupResults(guard),
    outages: dynamoOutages(guard),
    answerFloors: dynamoAnswerFloors(guard),
    blockedSources: dynamoBlockedSources(guarded),
    habits: dynamoSignInHabits(guard),
    signInSources: dynamoSignInSources(guard),
    entitlements: dynamoEntitlements({ ...audit, directoryTable: tables.directory }),
    invitations: dynamoInvitations({ ...audit, directoryTable: tables.directory }),
    permissions: dynamoPermissions({ ...audit, directoryTable: tables.directory }),
    teams: dynamoTeams({ ...audit, directoryTable: tables.directory }),
    apiKeys: dynamoApiKeys({ ...audit, directoryTable: tables.directory }),
    challenges: dynamoChallenges(guarded),
    provedAddresses: dynamoProvedAddresses({ ...audit, directoryTable: tables.directory }),
    unprovedAddresses: dynamoUnprovedAddresses(guard),
    tickets: dynamoOneTimeTickets(guarded),
    pendingSignIns: dynamoPendingSignIns(guarded),
    deliveries: dynamoDeliveries(guard),
    firstRequests: dynamoFirstRequests(guard),
    recorded: (subject) => recordedIn(server, tables.audit, subject),
  };
};

export const rowsOf = ({ accounts = [], memberships = [], prepared = [] }: StoreSeed) => [
  ...accounts.map((account) => accountRow(withOwners(account, memberships))),
  ...memberships.flatMap(membershipRows),
  ...prepared.flatMap(({ legacyId, profile }) => preparedRows(legacyId, profile)),
];

const recordedIn = async (
  server: DynamoServer,
  TableName: string,
  subject: string,
): Promise<AuditEvent[]> => {
  const { Items = [] } = await server.client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  const events = Items.filter((row) => holdsEvent(row as AuditRowKey)).map(
    ({ event }) => JSON.parse(String(event)) as AuditEvent,
  );
  return byTime(events.filter((event) => event.subject === subject));
};

const byTime = (events: readonly AuditEvent[]) =>
  events.toSorted((one, other) => (`${one.at} ${one.id}` < `${other.at} ${other.id}` ? -1 : 1));
