/**
 * Fidelity of the operations on pools and their parts. operations/missing-operations.ts lists the missing
 * ones.
 */
import { done, type FidelityRow, missing, partial } from "../../fidelity/row.js";

const pools: readonly FidelityRow[] = [
  done(
    "operation",
    "CreateUserPool, DeleteUserPool, CreateUserPoolClient, DeleteUserPoolClient, ListUserPools, ListUserPoolClients",
    "pools: creates a usable pool and client, and deletes them",
  ),
  done("operation", "DescribeUserPool", "pools: describes a declared pool with its whole schema"),
  done(
    "operation",
    "DescribeUserPoolClient",
    "pools: describes a declared client with the secret that was made for it",
  ),
  done(
    "operation",
    "UpdateUserPool",
    "pools: resets every setting that an update does not name, but not how users sign in",
  ),
  done(
    "operation",
    "UpdateUserPoolClient",
    "pools: resets every setting of a client that an update does not name, but not its secret",
  ),
  done(
    "operation",
    "AddUserPoolClientSecret, ListUserPoolClientSecrets, DeleteUserPoolClientSecret",
    "pool-upkeep: are both good while one replaces the other",
  ),
  done(
    "operation",
    "AddCustomAttributes",
    "pool-upkeep: can be added, also under the name of a standard one",
  ),
  done("operation", "GetCSVHeader", "pool-upkeep: are in the header of an import file"),
  partial(
    "operation",
    "CreateUserImportJob, DescribeUserImportJob, ListUserImportJobs, StartUserImportJob, StopUserImportJob",
    "user-imports: imports the users of the file, who set a password first",
    "no password hashes; the log is at GET /_local/imports?job=ID; a restart loses the file",
  ),
  done(
    "operation",
    "GetSigningCertificate",
    "signing-certificate: is the pool's own, signed with a key that the pool publishes",
    "its subject is the pool's id",
  ),
  partial(
    "operation",
    "SetUICustomization, GetUICustomization",
    "appearance: is that of the client, else that of the pool, else nothing",
    "stored and described; the pages do not use it",
  ),
  partial(
    "operation",
    "CreateManagedLoginBranding, UpdateManagedLoginBranding, DeleteManagedLoginBranding, DescribeManagedLoginBranding, DescribeManagedLoginBrandingByClient",
    "appearance: is made for one client, and found by it and by its id",
    "stored and described; the pages do not use it, and ReturnMergedResources adds no default",
  ),
  partial(
    "operation",
    "CreateTerms, UpdateTerms, DeleteTerms, DescribeTerms, DescribeTermsByClient, ListTerms",
    "appearance: are found by id and by client, listed, changed and deleted",
    "stored and described; the pages do not link them",
  ),
  partial(
    "operation",
    "SetLogDeliveryConfiguration, GetLogDeliveryConfiguration",
    "logs-and-risks: is empty until it is set, and then what was set last",
    "stored and described; no logs are delivered",
  ),
  partial(
    "operation",
    "SetRiskConfiguration, DescribeRiskConfiguration",
    "logs-and-risks: is the client's own, else the pool's, until it is reset",
    "stored and described; risk is not assessed",
  ),
  partial(
    "operation",
    "AdminListUserAuthEvents, AdminUpdateAuthEventFeedback, UpdateAuthEventFeedback",
    "logs-and-risks: exist if threat protection is on, and none is recorded here",
    "as documented without threat protection; with it, the only events are notices on demand, which are not listed",
  ),
  done(
    "operation",
    "TagResource, UntagResource, ListTagsForResource",
    "pool-upkeep: are added, replaced and removed by key",
  ),
];

const absent: readonly FidelityRow[] = [
  missing(
    "operation",
    "CreateUserPoolReplica, DeleteUserPoolReplica, ListUserPoolReplicas, UpdateUserPoolReplica",
    "a local pool has one Region",
  ),
  missing("operation", "GetProvisionedLimit, UpdateProvisionedLimit", "quotas belong to an AWS account"),
];

export const operationsOfPools: readonly FidelityRow[] = [...pools, ...absent];
