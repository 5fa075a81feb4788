/**
 * The only builder of clients. Each port has a provider that builds it on first use; a handler
 * names the providers it needs, so its bundle holds nothing else. Importing a handler does nothing.
 */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { eventBridgeBus } from "../adapters/aws/eventbridge-bus.js";
import { hmacPseudonyms } from "../adapters/aws/secrets.js";
import { sesMessenger } from "../adapters/aws/ses-messenger.js";
import { snsMessenger } from "../adapters/aws/sns-messenger.js";
import { cognitoClientSecret } from "../adapters/cognito/client-secret.js";
import { cognitoIdentities } from "../adapters/cognito/linked-identities.js";
import { cognitoTokenVerifier } from "../adapters/cognito/token-verifier.js";
import { cognitoUserPool } from "../adapters/cognito/user-pool.js";
import { dynamoAccounts } from "../adapters/dynamo/accounts/accounts.js";
import { dynamoDirectory } from "../adapters/dynamo/accounts/directory.js";
import { dynamoInvitations } from "../adapters/dynamo/accounts/invitations.js";
import { dynamoApiKeys } from "../adapters/dynamo/api-key/api-keys.js";
import { dynamoAuditLog, dynamoAuditOutbox } from "../adapters/dynamo/audit/audit-log.js";
import { dynamoEndedSessions } from "../adapters/dynamo/authorizer/ended-sessions.js";
import { dynamoChallenges } from "../adapters/dynamo/challenge/challenges.js";
import { dynamoOneTimeTickets, dynamoPendingSignIns } from "../adapters/dynamo/challenge/one-time-tickets.js";
import { dynamoDeliveries } from "../adapters/dynamo/messages/deliveries.js";
import { dynamoEntitlements } from "../adapters/dynamo/migration/entitlements.js";
import { dynamoPermissions } from "../adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../adapters/dynamo/permission/teams.js";
import { dynamoBlockedSources } from "../adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoOutages } from "../adapters/dynamo/sign-in/outages.js";
import { dynamoSignInHabits } from "../adapters/dynamo/sign-in/sign-in-habits.js";
import { dynamoThrottle } from "../adapters/dynamo/sign-in/throttle.js";
import { noCaptcha, siteverifyCaptcha } from "../adapters/http/siteverify-captcha.js";
import { withCircuitBreaker } from "../adapters/legacy/circuit-breaker.js";
import { httpLegacySystem } from "../adapters/legacy/http-system.js";
import { noLegacySystem } from "../adapters/legacy/no-system.js";
import { dynamoLegacyTable } from "../adapters/legacy/table-system.js";
import { apiKeyDigests as sha256Digests } from "../adapters/node/api-key-digests.js";
import { randomApiKeyTexts } from "../adapters/node/api-key-texts.js";
import { listedDisposableDomains } from "../adapters/node/disposable-domains.js";
import { hmacProofs } from "../adapters/node/hmac-proofs.js";
import { systemClock, systemMinimumDuration, systemRandom } from "../adapters/node/system-clock.js";
import * as config from "../config/index.js";
import {
  auditStore,
  cognito,
  deadline,
  directoryStore,
  documents,
  env,
  guardedStore,
  guardStore,
  logger,
  metrics,
  REQUEST_LIMITS,
  requests,
  secrets,
  service,
} from "./clients.js";
import { once } from "./provider.js";

export { deadline, logger, metrics } from "./clients.js";
export * from "./parameters.js";
export { wired } from "./provider.js";
export * from "./settings.js";

export const clock = () => systemClock;
export const accountSettings = /* @__PURE__ */ once(() => config.accounts(env));
export const apiKeyDigests = () => sha256Digests;
export const apiKeyTexts = () => randomApiKeyTexts;
export const issuedApiKeyPolicy = /* @__PURE__ */ once(() => config.issuedApiKeys(env));
export const apiKeys = /* @__PURE__ */ once(() => dynamoApiKeys(directoryStore()));
export const roles = /* @__PURE__ */ once(() => config.roles(env));
export const minimumDuration = () => systemMinimumDuration;
export const random = () => systemRandom;
export const pseudonyms = /* @__PURE__ */ once(() => hmacPseudonyms(secrets(), config.pseudonymSecret(env)));
export const proofs = /* @__PURE__ */ once(() => hmacProofs(secrets(), config.challengeSecret(env)));
export const directory = /* @__PURE__ */ once(() => dynamoDirectory(directoryStore()));
export const permissions = /* @__PURE__ */ once(() => dynamoPermissions(directoryStore()));
export const permissionRules = /* @__PURE__ */ once(() => config.permissionRules(env));
export const teams = /* @__PURE__ */ once(() => dynamoTeams(directoryStore()));
export const accounts = /* @__PURE__ */ once(() => dynamoAccounts(directoryStore()));
export const entitlements = /* @__PURE__ */ once(() => dynamoEntitlements(directoryStore()));
export const invitations = /* @__PURE__ */ once(() => dynamoInvitations(directoryStore()));
export const audit = /* @__PURE__ */ once(() =>
  dynamoAuditLog(auditStore(), { logger: logger(), metrics: metrics() }),
);
export const outbox = /* @__PURE__ */ once(() => dynamoAuditOutbox(auditStore()));
export const bus = /* @__PURE__ */ once(() => {
  const { version, region } = service();
  const client = new EventBridgeClient({ maxAttempts: 1, requestHandler: requests(REQUEST_LIMITS) });
  return eventBridgeBus(client, config.bus(env), { productVersion: version, region });
});
export const legacy = /* @__PURE__ */ once(() => {
  const settings = config.legacy(env);
  if (settings === undefined) return noLegacySystem();
  const system =
    settings.kind === "table"
      ? dynamoLegacyTable({ documents: documents(), table: settings.table })
      : httpLegacySystem(settings, { secrets: secrets(), deadline: deadline(), clock: systemClock });
  return withCircuitBreaker(system, { clock: systemClock, outages: outages(), pauseMs: settings.pauseMs });
});
/** For functions that ask it at every call: what they prove themselves with is on its way before they need it. */
export const expectedLegacy = /* @__PURE__ */ once(() => {
  const settings = config.legacy(env);
  // The question itself asks again, and says what failed.
  if (settings?.kind === "http")
    secrets()
      .value(settings.secret)
      .catch(() => undefined);
  return legacy();
});
export const throttle = /* @__PURE__ */ once(() => dynamoThrottle(guardStore()));
export const endedSessions = /* @__PURE__ */ once(() => dynamoEndedSessions(guardStore()));
export const habits = /* @__PURE__ */ once(() => dynamoSignInHabits(guardStore()));
export const blockedSources = /* @__PURE__ */ once(() => dynamoBlockedSources(guardedStore()));
export const challenges = /* @__PURE__ */ once(() => dynamoChallenges(guardedStore()));
export const tickets = /* @__PURE__ */ once(() => dynamoOneTimeTickets(guardedStore()));
export const pendingSignIns = /* @__PURE__ */ once(() => dynamoPendingSignIns(guardedStore()));
export const outages = /* @__PURE__ */ once(() => dynamoOutages(guardStore()));
export const userPool = /* @__PURE__ */ once(() => {
  const { userPoolId, clientId } = config.userPool(env);
  const secret = cognitoClientSecret(cognito(), { userPoolId, clientId });
  return cognitoUserPool({ client: cognito(), userPoolId, clientId, secret, metrics: metrics() });
});
export const identities = /* @__PURE__ */ once(() => cognitoIdentities(cognito()));
export const tokens = /* @__PURE__ */ once(() =>
  cognitoTokenVerifier({ ...config.tokens(env), remember: false }, systemClock),
);
// A message that was taken and not acknowledged must not be sent again by the client itself.
const sending = () => ({ maxAttempts: 1, requestHandler: requests(REQUEST_LIMITS) });
export const messenger = /* @__PURE__ */ once(() =>
  sesMessenger(new SESv2Client(sending()), config.mailFrom(env)),
);
export const smsMessenger = /* @__PURE__ */ once(() => snsMessenger(new SNSClient(sending())));
export const deliveries = /* @__PURE__ */ once(() => dynamoDeliveries(guardStore()));
export const disposableDomains = /* @__PURE__ */ once(() => listedDisposableDomains());
export const captcha = /* @__PURE__ */ once(() => {
  const settings = config.captcha(env);
  return settings === undefined ? noCaptcha() : siteverifyCaptcha(settings, secrets(), deadline());
});
