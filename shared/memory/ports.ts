/** Every port in memory, with a clock that advances only when told to, for tests of flows and handlers. */
import { createHash } from "node:crypto";
import { apiKeyDigests } from "../adapters/node/api-key-digests.js";
import { asyncDeadline } from "../adapters/node/async-deadline.js";
import { hmacChallengeKey } from "../adapters/node/hmac-challenge-key.js";
import { seededRandom } from "../adapters/node/seeded-random.js";
import { sessionIds } from "../adapters/node/session-ids.js";
import { answerSeals, tokenSeals } from "../adapters/node/token-seals.js";
import { checkedMapping } from "../domain/legacy-mapping/check-mapping.js";
import { standard } from "../domain/legacy-mapping/standard-mapping.js";
import { DEFAULT_ROLES, roleNames } from "../domain/role.js";
import { Secret } from "../domain/secret.js";
import type { Principal, TokenRefusal } from "../domain/token-rules.js";
import type { Ports, Settings } from "../ports/index.js";
import { memoryAccessRecords } from "./access.js";
import { memoryAccounts } from "./accounts.js";
import { memoryProvedAddresses, memoryUnprovedAddresses } from "./address-proofs.js";
import { type MemoryApiKeys, memoryApiKeys } from "./api-keys.js";
import { type MemoryAudit, memoryAudit } from "./audit.js";
import { type MemoryBlockedSources, memoryBlockedSources } from "./blocked-sources.js";
import {
  type MemoryChallenges,
  memoryChallenges,
  memoryOneTimeTickets,
  memoryPendingSignIns,
  memoryPendingSteps,
} from "./challenges.js";
import { movableClock } from "./clock.js";
import { type MemoryCodes, memoryCodes, memoryDeliveries } from "./deliveries.js";
import { type MemoryDirectory, memoryDirectory } from "./directory.js";
import { memoryEntitlements } from "./entitlements.js";
import { type MemoryFirstRequests, memoryFirstRequests } from "./first-requests.js";
import { memoryAnswerFloors, memoryOutages, memoryThrottle } from "./guard.js";
import { type MemoryIdentities, memoryIdentities } from "./identities.js";
import { type MemoryInvitations, memoryInvitations } from "./invitations.js";
import { type MemoryLegacy, memoryLegacy } from "./legacy.js";
import {
  type MemoryLegacyApiKeys,
  type MemoryLegacyApiKeyUses,
  memoryLegacyApiKeys,
  memoryLegacyApiKeyUses,
} from "./legacy-api-keys.js";
import { memoryLegacyLookupResults } from "./legacy-lookup-results.js";
import { type MemoryMessenger, memoryMessenger } from "./messenger.js";
import { memoryPermissions, type PermissionStores } from "./permissions.js";
import { type MemoryPoolDirectory, memoryPoolDirectory } from "./pool-directory.js";
import { memoryHostedPages, memoryRedirectTransactions } from "./redirects.js";
import type { MemorySeed } from "./seed.js";
import { type MemorySessions, memorySessions } from "./sessions.js";
import { type MemorySignInHabits, memorySignInHabits } from "./sign-in-habits.js";
import { type MemorySignInSources, memorySignInSources } from "./sign-in-sources.js";
import { type MemoryCaptcha, memoryCaptcha, memoryDisposableDomains } from "./sign-up.js";
import { memoryTeams } from "./teams.js";
import { type MemoryLogger, type MemoryMetrics, memoryLogger, memoryMetrics } from "./telemetry.js";
import { memoryUserEndings } from "./user-endings.js";
import { type MemoryUserPool, memoryUserPool } from "./user-pool.js";

export type { MemorySeed };

/** The settings that most flows need. A test provides the others. */
type MemorySettings = Pick<
  Settings,
  | "apiKeyPolicy"
  | "browserLimits"
  | "floor"
  | "identityProviders"
  | "legacyMapping"
  | "legacyStage"
  | "permissionRules"
  | "roles"
  | "sessionModes"
  | "site"
>;

export type MemoryPorts = Ports &
  MemorySettings & {
    readonly clock: Ports["clock"] & { advance(milliseconds: number): void };
    readonly logger: MemoryLogger;
    readonly metrics: MemoryMetrics;
    readonly directory: MemoryDirectory;
    readonly invitations: MemoryInvitations;
    /** The rows behind permissions and teams. */
    readonly permissionStores: PermissionStores;
    readonly audit: MemoryAudit;
    readonly sessions: MemorySessions;
    readonly legacy: MemoryLegacy;
    readonly userPool: MemoryUserPool;
    readonly tokenUserPool: MemoryUserPool;
    readonly messenger: MemoryMessenger;
    readonly challenges: MemoryChallenges;
    readonly codes: MemoryCodes;
    readonly identities: MemoryIdentities;
    readonly poolDirectory: MemoryPoolDirectory;
    readonly blockedSources: MemoryBlockedSources;
    readonly apiKeys: MemoryApiKeys;
    readonly legacyApiKeys: MemoryLegacyApiKeys;
    readonly legacyApiKeyUses: MemoryLegacyApiKeyUses;
    readonly habits: MemorySignInHabits;
    readonly signInSources: MemorySignInSources;
    readonly captcha: MemoryCaptcha;
    readonly firstRequests: MemoryFirstRequests;
  };

/** Answers at once. */
const NO_FLOOR = { leastMs: 0, mostMs: 0, followsLegacy: true };

// Shared by all ports: every AsyncLocalStorage in use slows down each later promise, and tests build
// thousands of ports.
const deadline = asyncDeadline();

export const memoryPorts = (seed: MemorySeed = {}): MemoryPorts => {
  const clock = movableClock(seed.now ?? "2025-01-01T00:00:00.000Z");
  const audit = memoryAudit();
  const directory = memoryDirectory(seed, audit);
  const sessions = memorySessions(clock);
  const outages = memoryOutages(clock);
  const blockedSources = memoryBlockedSources(clock, audit);
  const secrets = { value: async (name: string) => new Secret(`value of ${name}`) };
  const permissionStores = {
    ...{ audit, clock, directory },
    ...{ affiliations: new Map(), teams: new Map(), grants: new Map(), facts: new Map() },
  };
  let ids = 0;
  let texts = 0;
  let tokens = 0;
  const throttle = memoryThrottle(clock);
  const poolDirectory = memoryPoolDirectory(seed.poolUsers);
  const userPool = memoryUserPool(seed);
  return {
    clock,
    roles: DEFAULT_ROLES,
    deadline,
    random: {
      id: (prefix) => {
        ids += 1;
        return `${prefix}_${String(ids).padStart(32, "0")}`;
      },
      token: () => {
        tokens += 1;
        return String(tokens).padStart(43, "0");
      },
    },
    logger: memoryLogger(),
    metrics: memoryMetrics(),
    secrets,
    pseudonyms: {
      of: async (value) => createHash("sha256").update(value).digest("base64url").slice(0, 22),
    },
    directory,
    access: memoryAccessRecords(directory, sessions),
    sessions,
    browserSessions: sessions.browser,
    sessionIds,
    redirectTransactions: memoryRedirectTransactions(clock),
    unprovedAddresses: memoryUnprovedAddresses(clock),
    provedAddresses: memoryProvedAddresses(directory, audit),
    hostedPages: memoryHostedPages(seed.redeem ?? { kind: "refused" }),
    tokenSeals,
    accounts: memoryAccounts(permissionStores),
    invitations: memoryInvitations({ clock, audit, directory }),
    permissionStores,
    permissions: memoryPermissions(permissionStores),
    permissionRules: {},
    teams: memoryTeams(permissionStores),
    entitlements: memoryEntitlements({ audit, directory }),
    legacyMapping: checkedMapping("test", seed.legacyMapping ?? standard, {
      roles: roleNames(DEFAULT_ROLES),
      groupAttributes: [],
    }),
    apiKeys: memoryApiKeys({ clock, audit, directory }, seed.apiKeys),
    apiKeyDigests,
    apiKeyPolicy: { stage: "test", legacy: { sunset: "2025-12-31", role: "Viewer" }, ...seed.apiKeyPolicy },
    legacyApiKeys: memoryLegacyApiKeys(seed.legacyApiKeys),
    legacyApiKeyUses: memoryLegacyApiKeyUses(audit),
    apiKeyTexts: {
      base62: (length) => {
        texts += 1;
        return String(texts).padStart(length, "0");
      },
    },
    audit,
    auditSeal: audit.seal,
    outbox: audit.outbox,
    bus: { publish: async () => ({ failed: [] }) },
    legacy: memoryLegacy(seed.legacyUsers ?? []),
    legacyStage: { hasSystem: true },
    legacyLookupResults: memoryLegacyLookupResults(clock),
    throttle,
    outages,
    answerFloors: memoryAnswerFloors(),
    floor: NO_FLOOR,
    browserLimits: { idleSeconds: 3_600, longestSeconds: 43_200, rememberedSeconds: 2_592_000 },
    identityProviders: [],
    sessionModes: ["cookie", "token"],
    site: { origin: "https://identity.example.com", sisters: ["https://cms.example.com"] },
    userPool,
    tokenUserPool: userPool,
    idTokens: { verify: async (token) => seed.idTokens?.[token] ?? "malformed" },
    tokens: { verify: async (token) => verdict(seed.tokens?.[token]) },
    pools: { allows: async (id) => (seed.allowedPools ?? [id]).includes(id) },
    messenger: memoryMessenger(),
    challenges: memoryChallenges(clock, audit),
    tickets: memoryOneTimeTickets(clock, audit),
    // Waiting advances the clock.
    minimumDuration: {
      until: async (at) => clock.advance(Math.max(0, at.getTime() - clock.now().getTime())),
    },
    pendingSignIns: memoryPendingSignIns(clock),
    pendingSteps: memoryPendingSteps(clock),
    challengeKey: hmacChallengeKey(secrets, "challenge-key"),
    endpointClients: { includes: async (id) => (seed.endpointClients ?? []).includes(id) },
    tokenClients: { includes: async (id) => (seed.tokenClients ?? []).includes(id) },
    serviceClients: { includes: async (id) => (seed.serviceClients ?? []).includes(id) },
    codes: memoryCodes(),
    deliveries: memoryDeliveries(clock),
    identities: memoryIdentities(seed.natives ?? []),
    poolDirectory,
    poolAttributes: poolDirectory,
    poolPresence: { bySub: (sub) => poolDirectory.bySub("", sub) },
    endings: memoryUserEndings({ audit, directory }),
    blockedSources,
    habits: memorySignInHabits(clock),
    signInSources: memorySignInSources(clock, blockedSources, { throttle, outages }),
    firstRequests: memoryFirstRequests(clock),
    seededRandom,
    answerSeals,
    captcha: memoryCaptcha(),
    originProof: {
      holds: async (given) => given !== undefined && given === seed.originSecret,
    },
    disposableDomains: memoryDisposableDomains(),
  };
};

const verdict = (held: Principal | TokenRefusal | undefined) =>
  typeof held === "object"
    ? { kind: "valid" as const, principal: held }
    : { kind: "invalid" as const, reason: held ?? ("signature" as const) };
