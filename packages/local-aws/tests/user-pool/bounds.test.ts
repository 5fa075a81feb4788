/** Temporary entries in memory are bounded: the pool drops the oldest beyond a limit, and expired ones. */
import { expect, it } from "@jest/globals";
import { Challenges, type OpenChallenge } from "../../src/user-pool/auth/challenges.js";
import { type Transaction, Transactions } from "../../src/user-pool/federation/transactions.js";
import { Outbox } from "../../src/user-pool/messages/outbox.js";
import { BrowserSessions } from "../../src/user-pool/oauth/browser-sessions.js";
import { type CodeGrant, Codes } from "../../src/user-pool/oauth/codes.js";
import { HourlyLimits } from "../../src/user-pool/rules/hourly-limits.js";
import { SimulatedCodes } from "../../src/user-pool/rules/simulated-codes.js";
import { type Session, SessionRegistry } from "../../src/user-pool/store/session-registry.js";
import { InvocationLog } from "../../src/user-pool/triggers/invocation-log.js";

const clock = { now: () => 0 };
const most = 10_000;

interface Keeper {
  /** Puts one in and answers whether it is still there, asked without using it up where that can be. */
  put(each: number): () => boolean;
}

const found = (find: () => unknown): boolean => {
  try {
    return find() !== undefined;
  } catch {
    return false;
  }
};

const keepers: [string, number, () => Keeper][] = [
  [
    "open challenges",
    most,
    () => {
      const challenges = new Challenges(clock);
      const challenge = { name: "PASSWORD", expiresAt: 1, signInState: {} } as OpenChallenge;
      return {
        put: () => {
          const session = challenges.issue(challenge);
          return () => found(() => challenges.find(session));
        },
      };
    },
  ],
  [
    "browser sessions",
    most,
    () => {
      const sessions = new BrowserSessions(clock);
      return {
        put: (each) => {
          const handle = sessions.start({ poolId: "p", username: `u${each}`, sub: "s" } as never);
          return () => sessions.find(handle, 3600) !== undefined;
        },
      };
    },
  ],
  [
    "authorization codes",
    most,
    () => {
      const codes = new Codes(clock);
      return {
        put: () => {
          const code = codes.issue({ poolId: "p" } as CodeGrant);
          return () => codes.redeem(code).kind !== "unknown";
        },
      };
    },
  ],
  [
    "sign-ins on their way to a provider",
    most,
    () => {
      const transactions = new Transactions(clock);
      return {
        put: () => {
          const state = transactions.begin({ poolId: "p" } as Transaction, "browser");
          return () => transactions.take(state, "p", "browser") !== undefined;
        },
      };
    },
  ],
  [
    "unknown names that asked for a code",
    most,
    () => {
      const codes = new SimulatedCodes(clock);
      return {
        put: (each) => {
          codes.requested("p", `u${each}`);
          return () => codes.wasRequested("p", `u${each}`);
        },
      };
    },
  ],
  [
    "hourly counters",
    most,
    () => {
      const limits = new HourlyLimits(clock, { ForgotPassword: 1 });
      return {
        put: (each) => {
          limits.count("ForgotPassword", "p", `u${each}`);
          return () => !found(() => limits.count("ForgotPassword", "p", `u${each}`) ?? true);
        },
      };
    },
  ],
  [
    "trigger invocations",
    500,
    () => {
      const log = new InvocationLog();
      return {
        put: (at) => {
          log.add({
            trigger: "",
            triggerSource: "",
            poolId: "",
            functionArn: "",
            at,
            durationMs: 0,
            attempts: [],
            event: {},
          });
          return () => log.after(0).some((entry) => entry.at === at);
        },
      };
    },
  ],
  [
    "messages",
    100,
    () => {
      const outbox = new Outbox();
      return {
        put: (each) => {
          outbox.deliver({ to: `u${each}` } as never);
          return () => outbox.list(`u${each}`).length > 0;
        },
      };
    },
  ],
];

it.each(keepers)("keeps the latest %s, at most %d", (_, limit, make) => {
  const keeper = make();
  const there = Array.from({ length: limit + 3 }, (_, each) => keeper.put(each));

  // The newest first: asking may itself count as one more.
  expect(there.at(-1)?.()).toBe(true);
  expect(there[3]?.()).toBe(true);
  expect(there[2]?.()).toBe(false);
});

const sessionOf = (each: number, expiresAt: number) =>
  ({ id: `s${each}`, username: `u${each}`, expiresAt }) as Session;

it("drops the sessions of users who never return", () => {
  const gone: string[] = [];
  const sessions: SessionRegistry = new SessionRegistry((id) => {
    if (!sessions.find(id)) gone.push(id);
  });
  for (let each = 0; each < 1000; each += 1) sessions.save(sessionOf(each, each % 10 === 0 ? 500 : 100), 0);
  for (let each = 1000; each < 2100; each += 1) sessions.save(sessionOf(each, 500), 200);

  expect([...sessions.ids()]).toHaveLength(100 + 1100);
  expect(gone).toHaveLength(900);
  expect(sessions.find("s10")).toBeDefined();
  expect(sessions.of("u1")).toEqual([]);
});
