/**
 * The authorizer with its caches against one without, over random histories. A cached entry may allow a user
 * for the stated time after a change, and makes no other difference.
 */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import fc from "../../packages/local-aws/tests/support/property.js";
import {
  accessClaims,
  CLIENT_ID,
  type KeySetServer,
  POOL_ID,
  type SigningKey,
  signingKey,
  startKeySet,
} from "../../packages/local-aws/tests/support/token-issuer.js";
import { cognitoTokenVerifier } from "../../shared/adapters/cognito/token-verifier.js";
import { cachedAccessRecords } from "../../shared/adapters/node/access-cache.js";
import type { AccessDecision, AccessRequest } from "../../shared/domain/access.js";
import { callerFrom } from "../../shared/domain/caller.js";
import { authorizeRequest } from "../../shared/flows/authorizer/authorize-request.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import type { AccessQuery, AccessRecords } from "../../shared/ports/access.js";
import { accountOf, membershipOf, profileOf } from "../support/users.js";

const TTL_MS = 30_000;
const ACCOUNTS = ["acc-1", "acc-2"];
const USERS = ["usr_ada"];
const LIFETIMES = [70, 900];
const STATUSES = ["ACTIVE", "SUSPENDED", "REMOVED"] as const;

let key: SigningKey;
let signingKeys: KeySetServer;
let startMs: number;
let tokens: string[];
beforeAll(async () => {
  key = signingKey("key-1");
  signingKeys = await startKeySet([key]);
  startMs = Date.now();
  const seconds = Math.floor(startMs / 1000);
  tokens = USERS.flatMap((user_id) =>
    LIFETIMES.map((lifetime) =>
      key.issue(
        accessClaims({
          sub: user_id,
          user_id,
          origin_jti: `${user_id}/${lifetime}`,
          iat: seconds,
          exp: seconds + lifetime,
        }),
      ),
    ),
  );
});
afterAll(() => signingKeys.close());

type Step =
  | { readonly do: "request"; readonly token: number; readonly account: string; readonly route: string }
  | {
      readonly do: "member";
      readonly user: string;
      readonly account: string;
      readonly status: (typeof STATUSES)[number];
    }
  | { readonly do: "end"; readonly user: string; readonly lifetime: number }
  | { readonly do: "wait"; readonly ms: number };

const routes = fc.constantFrom("GET /a/{account_id}", "DELETE /a/{account_id}");
const users = fc.constantFrom(...USERS);
const accounts = fc.constantFrom(...ACCOUNTS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("request" as const),
      token: fc.nat(USERS.length * LIFETIMES.length - 1),
      account: accounts,
      route: routes,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("member" as const),
      user: users,
      account: accounts,
      status: fc.constantFrom(...STATUSES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("end" as const),
      user: users,
      lifetime: fc.constantFrom(...LIFETIMES),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1, 15_000, 29_999, 40_000),
    }),
  },
);

const world = () => {
  let nowMs = startMs;
  const clock = { now: () => new Date(nowMs) };
  const members = new Map<string, (typeof STATUSES)[number]>();
  const ended = new Set<string>();
  const records: AccessRecords = {
    userIdBySub: async (sub) => sub,
    read: async ({ userId, systemAccountId = "", session }: AccessQuery) => ({
      standing: {
        profile: profileOf({ userId }),
        account: accountOf({ systemAccountId }),
        membership: membershipOf({
          userId,
          systemAccountId,
          status: members.get(`${userId}/${systemAccountId}`) ?? "ACTIVE",
        }),
      },
      sessionEnded: session !== undefined && ended.has(session.sessionId),
    }),
    readBrowser: async () => ({ standing: {}, session: undefined }),
  };
  const ports = memoryPorts();
  const authorizerWith = (remember: boolean, access: AccessRecords) => {
    const settings = {
      pools: [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID] }],
      endpoint: signingKeys.url,
      leewaySeconds: 0,
    };
    const deps = { ...ports, clock, access, tokens: cognitoTokenVerifier({ ...settings, remember }, clock) };
    return (request: AccessRequest) => authorizeRequest(deps, request);
  };
  return {
    cached: authorizerWith(true, cachedAccessRecords(records, TTL_MS, clock)),
    uncached: authorizerWith(false, records),
    now: () => nowMs,
    apply: (change: Exclude<Step, { do: "request" }>) => {
      if (change.do === "wait") nowMs += change.ms;
      if (change.do === "member") members.set(`${change.user}/${change.account}`, change.status);
      if (change.do === "end") ended.add(`${change.user}/${change.lifetime}`);
    },
  };
};

const requestOf = (token: number, account: string, routeKey: string): AccessRequest => ({
  credential: { kind: "token", token: tokens[token] ?? "" },
  accountInPath: account,
  routeKey,
  callerOf: async () => callerFrom({ requestId: "request-1", sourceIp: "203.0.113.10" }),
});

const isSame = (one: AccessDecision, other: AccessDecision) => JSON.stringify(one) === JSON.stringify(other);

it("decides as it would without its caches, but for changes within the stated time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const { cached, uncached, now, apply } = world();
      const letIn = new Map<string, number>();
      const noteWhoMay = async () => {
        for (const [token] of tokens.entries())
          for (const account of ACCOUNTS)
            if ((await uncached(requestOf(token, account, "x"))).kind === "allow")
              letIn.set(`${token}/${account}`, now());
      };
      for (const each of steps) {
        if (each.do !== "request") {
          if (each.do !== "wait") await noteWhoMay();
          apply(each);
          continue;
        }
        const request = requestOf(each.token, each.account, each.route);
        const [fresh, remembered] = [await uncached(request), await cached(request)];
        if (isSame(fresh, remembered)) continue;
        // The only difference there may be: still in, after a change that is younger than the stated time.
        expect(remembered.kind).toBe("allow");
        expect(fresh).not.toMatchObject({ reason: "expired" });
        expect(now() - (letIn.get(`${each.token}/${each.account}`) ?? 0)).toBeLessThan(TTL_MS);
      }
    }),
    { numRuns: 120 },
  );
}, 120_000);
