/** The stores of operator commands, in memory and in DynamoDB, for suites that both must pass. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { dynamoAccounts } from "../../shared/adapters/dynamo/accounts/accounts.js";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoInvitations } from "../../shared/adapters/dynamo/accounts/invitations.js";
import { dynamoApiKeys } from "../../shared/adapters/dynamo/api-key/api-keys.js";
import { dynamoUserEndings } from "../../shared/adapters/dynamo/endings/user-endings.js";
import { dynamoErasures } from "../../shared/adapters/dynamo/operator/erasures.js";
import { dynamoMerges } from "../../shared/adapters/dynamo/operator/merges.js";
import { dynamoUserRecords } from "../../shared/adapters/dynamo/operator/user-records.js";
import { dynamoPermissions } from "../../shared/adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../../shared/adapters/dynamo/permission/teams.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { dynamoProvedAddresses } from "../../shared/adapters/dynamo/sign-in/address-proofs.js";
import { memoryOperatorStores } from "../../shared/memory/operators.js";
import { type MemoryPorts, memoryPorts } from "../../shared/memory/ports.js";
import type { Ports } from "../../shared/ports/index.js";
import type { OperatorPorts } from "../../shared/ports/operators.js";
import { auditSeal } from "./audit-seal.js";
import { type DynamoServer, startDynamo } from "./dynamo-server.js";
import { memorySeed, rowsOf, type StoreSeed } from "./stores.js";
import { NOW } from "./users.js";

export type OperatorStores = Pick<
  Ports,
  "accounts" | "directory" | "endings" | "invitations" | "permissions" | "provedAddresses" | "teams"
> &
  Pick<OperatorPorts, "apiKeys" | "erasures" | "merges" | "users"> & { readonly clock: MemoryPorts["clock"] };

type Kind = {
  readonly name: string;
  /** New stores that hold the seed. */
  open(seed?: StoreSeed): Promise<OperatorStores>;
  close(): Promise<void>;
};

export const operatorStoreKinds = (): readonly Kind[] => [inMemory, inDynamo()];

const inMemory: Kind = {
  name: "memory",
  open: async (seed) => {
    const ports = memoryPorts(memorySeed(seed));
    return { ...ports, ...memoryOperatorStores(ports) };
  },
  close: async () => undefined,
};

const inDynamo = (): Kind => {
  let server: DynamoServer | undefined;
  return {
    name: "DynamoDB",
    open: async (seed = {}) => {
      server ??= await startDynamo();
      const { client } = server;
      const { audit: auditTable, directory: directoryTable } = await server.createTables();
      for (const Item of rowsOf(seed)) await client.send(new PutCommand({ TableName: directoryTable, Item }));
      const { clock } = memoryPorts({ now: NOW });
      const store = { documents: sdkDocuments(client), auditTable, directoryTable, auditSeal, clock, client };
      return {
        clock,
        accounts: dynamoAccounts(store),
        directory: dynamoDirectory(store),
        endings: dynamoUserEndings(store),
        invitations: dynamoInvitations(store),
        permissions: dynamoPermissions(store),
        provedAddresses: dynamoProvedAddresses(store),
        teams: dynamoTeams(store),
        apiKeys: dynamoApiKeys(store),
        users: dynamoUserRecords(store),
        merges: dynamoMerges(store),
        erasures: dynamoErasures(store),
      };
    },
    close: async () => server?.close(),
  };
};
