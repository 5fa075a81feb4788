/**
 * The only builder of clients. Each port has a provider that builds it on first use; a handler
 * names the providers it needs, so its bundle holds nothing else. Importing a handler does nothing.
 */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { hmacPseudonyms } from "./adapters/aws-secrets.js";
import { withCircuitBreaker } from "./adapters/circuit-breaker.js";
import { cognitoClientSecret } from "./adapters/cognito-client-secret.js";
import { cognitoIdentities } from "./adapters/cognito-identities.js";
import { cognitoTokenVerifier } from "./adapters/cognito-token-verifier.js";
import { cognitoUserPool } from "./adapters/cognito-user-pool.js";
import { dynamoAccounts } from "./adapters/dynamo-accounts.js";
import { dynamoApiKeys } from "./adapters/dynamo-api-keys.js";
import { dynamoAuditLog, dynamoAuditOutbox } from "./adapters/dynamo-audit-log.js";
import { dynamoBlockedSources } from "./adapters/dynamo-blocked-sources.js";
import { dynamoChallenges } from "./adapters/dynamo-challenges.js";
import { dynamoDeliveries } from "./adapters/dynamo-deliveries.js";
import { dynamoDirectory } from "./adapters/dynamo-directory.js";
import { dynamoEndedSessions } from "./adapters/dynamo-ended-sessions.js";
import { dynamoEntitlements } from "./adapters/dynamo-entitlements.js";
import { dynamoGrants, dynamoPendingSignIns } from "./adapters/dynamo-grants.js";
import { dynamoInvitations } from "./adapters/dynamo-invitations.js";
import { dynamoLegacyTable } from "./adapters/dynamo-legacy-table.js";
import { dynamoOutages } from "./adapters/dynamo-outages.js";
import { dynamoPermissions } from "./adapters/dynamo-permissions.js";
import { dynamoSignInHabits } from "./adapters/dynamo-sign-in-habits.js";
import { dynamoTeams } from "./adapters/dynamo-teams.js";
import { dynamoThrottle } from "./adapters/dynamo-throttle.js";
import { eventBridgeBus } from "./adapters/eventbridge-bus.js";
import { hmacProofs } from "./adapters/hmac-proofs.js";
import { httpLegacySystem } from "./adapters/http-legacy-system.js";
import { keyDigests as sha256Digests } from "./adapters/key-digests.js";
import { listedDisposableDomains } from "./adapters/listed-disposable-domains.js";
import { noLegacySystem } from "./adapters/no-legacy-system.js";
import { randomKeyTexts } from "./adapters/random-key-texts.js";
import { sesMessenger } from "./adapters/ses-messenger.js";
import { noCaptcha, siteverifyCaptcha } from "./adapters/siteverify-captcha.js";
import { snsMessenger } from "./adapters/sns-messenger.js";
import { systemClock, systemPace, systemRandom } from "./adapters/system-clock.js";
import * as config from "./config.js";
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
} from "./wiring/clients.js";
import { once } from "./wiring/provider.js";

export { deadline, logger, metrics } from "./wiring/clients.js";
export * from "./wiring/parameters.js";
export { wired } from "./wiring/provider.js";
export * from "./wiring/settings.js";

export const clock = () => systemClock;
export const accountSettings = /* @__PURE__ */ once(() => config.accounts(env));
export const keyDigests = () => sha256Digests;
export const keyTexts = () => randomKeyTexts;
export const issuedKeyPolicy = /* @__PURE__ */ once(() => config.issuedKeys(env));
export const apiKeys = /* @__PURE__ */ once(() => dynamoApiKeys(directoryStore()));
export const roles = /* @__PURE__ */ once(() => config.roles(env));
export const pace = () => systemPace;
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
export const grants = /* @__PURE__ */ once(() => dynamoGrants(guardedStore()));
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
