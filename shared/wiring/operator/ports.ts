/**
 * The ports of operator commands. Separate from the other wiring: these clients wait longer and retry more than a
 * function may, and use the SDK's credential chain.
 */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { onlyPool } from "../../adapters/aws/allowed-pools.js";
import { hmacAuditSeal } from "../../adapters/aws/audit-seal.js";
import { DeadlineHttpHandler } from "../../adapters/aws/deadline-http-handler.js";
import { sdkParameterValue, sdkSecretValue } from "../../adapters/aws/sdk-named-values.js";
import { awsSecrets, hmacPseudonyms } from "../../adapters/aws/secrets.js";
import { cognitoIdentities } from "../../adapters/cognito/linked-identities.js";
import { cognitoPoolUsers } from "../../adapters/cognito/pool-users.js";
import { dynamoAccounts } from "../../adapters/dynamo/accounts/accounts.js";
import { dynamoDirectory } from "../../adapters/dynamo/accounts/directory.js";
import { dynamoInvitations } from "../../adapters/dynamo/accounts/invitations.js";
import { dynamoApiKeys } from "../../adapters/dynamo/api-key/api-keys.js";
import { dynamoAuditChains } from "../../adapters/dynamo/audit/audit-chains.js";
import { dynamoAuditLog } from "../../adapters/dynamo/audit/audit-log.js";
import { dynamoUserEndings } from "../../adapters/dynamo/endings/user-endings.js";
import { dynamoLegacyLookupResults } from "../../adapters/dynamo/migration/legacy-lookup-results.js";
import { dynamoAuditSearch } from "../../adapters/dynamo/operator/audit-search.js";
import { dynamoErasures } from "../../adapters/dynamo/operator/erasures.js";
import { dynamoLegacyApiKeyUsage } from "../../adapters/dynamo/operator/legacy-api-key-usage.js";
import { dynamoLegacyConflicts } from "../../adapters/dynamo/operator/legacy-conflicts.js";
import { dynamoMerges } from "../../adapters/dynamo/operator/merges.js";
import { dynamoLegacyRecords, dynamoUserRecords } from "../../adapters/dynamo/operator/user-records.js";
import { sdkDocuments } from "../../adapters/dynamo/sdk-documents.js";
import { dynamoBlockedSources } from "../../adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoSessions } from "../../adapters/dynamo/sign-in/sessions.js";
import { asyncDeadline } from "../../adapters/node/async-deadline.js";
import { systemClock, systemMinimumDuration, systemRandom } from "../../adapters/node/system-clock.js";
import type { Environment } from "../../config/index.js";
import * as config from "../../config/index.js";
import { LEGACY_MAPPINGS } from "../../config/legacy-mappings/index.js";
import type { Logger, Metrics } from "../../ports/index.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { buildAll } from "../provider.js";

/** Sign-ins share the quota of ListUsers, so an operator command waits. */
const PATIENT = { maxAttempts: 6, retryMode: "adaptive" } as const;
const LIMITS = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/** Region, credentials and addresses come from the SDK's own environment variables and files. */
export const operatorPorts = (
  environment: Environment,
  { operator, logger }: { readonly operator: string; readonly logger: Logger },
): OperatorPorts => {
  const patient = { ...PATIENT, requestHandler: new DeadlineHttpHandler(asyncDeadline(), LIMITS) };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(patient), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const { tables, guardTable, pseudonymSecret, roles } = buildAll({
    tables: () => config.tables(environment),
    guardTable: () => config.guardTable(environment),
    pseudonymSecret: () => config.pseudonymSecret(environment),
    roles: () => config.roles(environment),
  });
  const cognito = new CognitoIdentityProviderClient(patient);
  const secrets = awsSecrets(sdkSecretValue(new SecretsManagerClient(patient)), systemClock);
  const auditSeal = hmacAuditSeal(secrets, pseudonymSecret);
  const documents = sdkDocuments(client);
  const audit = { client, documents, auditTable: tables.audit, auditSeal, clock: systemClock };
  const store = { ...audit, directoryTable: tables.directory };
  return {
    clock: systemClock,
    minimumDuration: systemMinimumDuration,
    random: systemRandom,
    directory: dynamoDirectory(store),
    audit: dynamoAuditLog(audit, { logger, metrics: NO_METRICS }),
    auditSeal,
    blockedSources: dynamoBlockedSources({ ...audit, guardTable }),
    accounts: dynamoAccounts(store),
    endings: dynamoUserEndings(store),
    sessions: dynamoSessions({
      ...audit,
      guardTable,
      logger,
      metrics: NO_METRICS,
    }),
    invitations: dynamoInvitations(store),
    apiKeys: dynamoApiKeys(store),
    legacyApiKeyUsage: dynamoLegacyApiKeyUsage(store),
    pseudonyms: hmacPseudonyms(secrets, pseudonymSecret),
    identities: cognitoIdentities(cognito),
    users: dynamoUserRecords(store),
    legacyLookupResults: dynamoLegacyLookupResults({ documents, guardTable, clock: systemClock }),
    legacyRecords: dynamoLegacyRecords(store),
    legacyConflicts: dynamoLegacyConflicts(store),
    auditSearch: dynamoAuditSearch(client, audit.auditTable),
    merges: dynamoMerges(store),
    erasures: dynamoErasures(store),
    poolUsers: cognitoPoolUsers(cognito, poolOf(environment, new SSMClient(patient))),
    chains: dynamoAuditChains(audit),
    roles,
    legacyMappings: LEGACY_MAPPINGS,
    operator,
  };
};

const NO_METRICS: Metrics = {
  count: () => undefined,
  measure: () => undefined,
  flush: () => undefined,
};

/** Asked for once, by the first command that needs the pool. */
const poolOf = (environment: Environment, client: SSMClient): (() => Promise<string>) => {
  const named = config.namedUserPool(environment);
  let found: Promise<string> | undefined;
  return () => {
    found ??= named
      ? Promise.resolve(named)
      : onlyPool(sdkParameterValue(client), config.allowedPoolParameter(environment));
    return found;
  };
};
