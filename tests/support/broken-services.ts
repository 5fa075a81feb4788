/** Ports of which one service is down. What stands between a port and its service is the real adapter, where it decides anything. */
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { ssmAllowedPools } from "../../shared/adapters/aws/allowed-pools.js";
import { awsSecrets, hmacPseudonyms } from "../../shared/adapters/aws/secrets.js";
import { ssmServiceClients } from "../../shared/adapters/aws/service-clients.js";
import { cognitoIdentities } from "../../shared/adapters/cognito/linked-identities.js";
import { dynamoAuditLog } from "../../shared/adapters/dynamo/audit/audit-log.js";
import { dynamoChallenges } from "../../shared/adapters/dynamo/challenge/challenges.js";
import { dynamoOneTimeTickets } from "../../shared/adapters/dynamo/challenge/one-time-tickets.js";
import { dynamoDeliveries } from "../../shared/adapters/dynamo/messages/deliveries.js";
import { dynamoLegacyLookupResults } from "../../shared/adapters/dynamo/migration/legacy-lookup-results.js";
import { dynamoUnprovedAddresses } from "../../shared/adapters/dynamo/sign-in/address-proofs.js";
import { dynamoBlockedSources } from "../../shared/adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoOutages } from "../../shared/adapters/dynamo/sign-in/outages.js";
import { dynamoSignInHabits } from "../../shared/adapters/dynamo/sign-in/sign-in-habits.js";
import { dynamoSignInSources } from "../../shared/adapters/dynamo/sign-in/sign-in-sources.js";
import { dynamoThrottle } from "../../shared/adapters/dynamo/sign-in/throttle.js";
import { signedDocuments } from "../../shared/adapters/dynamo/signed-documents.js";
import { hmacChallengeKey } from "../../shared/adapters/node/hmac-challenge-key.js";
import type { MemoryPorts } from "../../shared/memory/ports.js";
import type { Ports } from "../../shared/ports/index.js";
import { auditSeal } from "./audit-seal.js";

/** A client of a service that does not answer. */
const dead = <Client>(): Client =>
  ({ send: () => Promise.reject(new Error("connect ECONNREFUSED")) }) as Client;

const unread = () => Promise.reject(new Error("connect ECONNREFUSED"));

const unanswered = { kind: "unavailable", reason: "unreachable" } as const;

export const SERVICES: Readonly<Record<string, (ports: MemoryPorts) => Partial<Ports>>> = {
  "directory table": ({ directory }) => {
    directory.broken = true;
    return {};
  },
  "audit table": ({ audit, clock, deadline, logger, metrics }) => {
    audit.broken = true;
    const store = { documents: signedDocuments(unread, deadline), auditTable: "audit", auditSeal, clock };
    return { audit: dynamoAuditLog(store, { logger, metrics }) };
  },
  "guard table": ({ clock, deadline, logger, metrics }) => {
    const documents = signedDocuments(unread, deadline);
    const guard = { documents, guardTable: "guard", clock, logger, metrics };
    const guarded = { documents, guardTable: "guard", auditTable: "audit", auditSeal, clock };
    return {
      throttle: dynamoThrottle(guard),
      legacyLookupResults: dynamoLegacyLookupResults(guard),
      outages: dynamoOutages(guard),
      deliveries: dynamoDeliveries(guard),
      challenges: dynamoChallenges(guarded),
      tickets: dynamoOneTimeTickets(guarded),
      blockedSources: dynamoBlockedSources(guarded),
      habits: dynamoSignInHabits(guard),
      signInSources: dynamoSignInSources(guard),
      unprovedAddresses: dynamoUnprovedAddresses(guard),
    };
  },
  "Parameter Store": ({ metrics }) => ({
    pools: ssmAllowedPools(unread, "pools", metrics),
    serviceClients: ssmServiceClients(unread, "clients"),
    endpointClients: ssmServiceClients(unread, "clients"),
    tokenClients: ssmServiceClients(unread, "clients"),
  }),
  "Secrets Manager": ({ clock, legacy }) => {
    const secrets = awsSecrets(unread, clock);
    // It has no token for the legacy system then, which is no answer from it.
    legacy.answer = unanswered;
    return {
      secrets,
      pseudonyms: hmacPseudonyms(secrets, "pseudonyms"),
      challengeKey: hmacChallengeKey(secrets, "challenges"),
    };
  },
  "Cognito's API": () => ({ identities: cognitoIdentities(dead<CognitoIdentityProviderClient>()) }),
  "legacy system": ({ legacy }) => {
    legacy.answer = unanswered;
    return {};
  },
  "SES or SNS": ({ messenger }) => {
    messenger.broken = true;
    return {};
  },
  KMS: ({ codes }) => {
    codes.broken = true;
    return {};
  },
};
