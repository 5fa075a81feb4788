/** What holds after any sequence of operations and restarts; the model is in life.ts, the steps in life-steps.ts. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateGroupCommand, ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import fc from "../support/property.js";
import { Life, type Stage } from "./life.js";
import * as steps from "./life-steps.js";
import { poolId, startWorld, type World } from "./world.js";

const plenty = 1_000_000;
const groupNames = ["admins", "readers"];
let folder: string;
let stage: Stage;

const started = () =>
  startWorld({
    publicClient: {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      PreventUserExistenceErrors: "ENABLED",
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
    options: {
      dataFile: join(folder, "user-pool.jsonl"),
      hourlyLimits: {
        ConfirmSignUp: plenty,
        ConfirmForgotPassword: plenty,
        ForgotPassword: plenty,
        ResendConfirmationCode: plenty,
      },
    },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "invariants-"));
  stage = { world: await started() };
  for (const GroupName of groupNames)
    await stage.world.cognito.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName }));
});
afterAll(async () => {
  await stage.world.close();
  await rm(folder, { recursive: true });
});

/** What an administrator sees, first page, and what verifiers know. */
async function seen({ cognito, running }: World): Promise<unknown> {
  const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: poolId }));
  return { Users, keys: running.jwks(poolId) };
}

async function restart(lives: Lives): Promise<void> {
  const before = await seen(stage.world);
  await stage.world.close();
  stage.world = await started();
  expect(await seen(stage.world)).toEqual(before);
  for (const life of lives) life.endChallenges();
}

type Lives = readonly [Life, Life];
type Step = fc.AsyncCommand<Lives, Stage>;

const step = (name: string, whose: number, run: (life: Life) => Promise<void>): Step => ({
  check: () => true,
  run: async (lives) => {
    const life = lives[whose];
    if (life) await run(life);
  },
  toString: () => `${name} (user ${whose})`,
});

const whose = fc.nat({ max: 1 });
const plain = (name: string, run: (life: Life) => Promise<void>) =>
  whose.map((user) => step(name, user, run));
const choosing = (name: string, run: (life: Life, which: number) => Promise<void>) =>
  fc.tuple(whose, fc.nat({ max: 20 })).map(([user, n]) => step(`${name} ${n}`, user, (life) => run(life, n)));
const grouping = (name: string, run: (life: Life, group: string) => Promise<void>) =>
  fc
    .tuple(whose, fc.constantFrom(...groupNames))
    .map(([user, group]) => step(`${name} ${group}`, user, (life) => run(life, group)));

/** By how often they come: most sequences have tokens and codes to lose. */
const common = [
  plain("sign in", steps.signIn),
  choosing("refresh", steps.refresh),
  choosing("confirm", steps.confirm),
  choosing("set forgotten password", steps.setForgotten),
  choosing("answer with a new password", steps.answerChallenge),
  plain("begin with a temporary password", async (life) => {
    await steps.setTemporary(life);
    await steps.signIn(life);
  }),
  plain("sign up", steps.signUp),
  plain("enable", steps.enable),
  grouping("join", steps.join),
];
const rare = [
  plain("set a temporary password", steps.setTemporary),
  plain("resend", steps.resend),
  plain("forgot", steps.forgot),
  plain("reset", steps.reset),
  plain("disable", steps.disable),
  grouping("leave", steps.leave),
  choosing("revoke", steps.revoke),
  plain("sign out everywhere", steps.signOutEverywhere),
  plain("delete", steps.remove),
  fc.constant<Step>({ check: () => true, run: restart, toString: () => "restart" }),
];

let runs = 0;
/** A signed-in user, so that every sequence can lose state, and a user who does not exist yet. */
async function newLives(): Promise<Lives> {
  const run = ++runs;
  const known = new Life(stage, `known${run}@example.com`);
  await steps.signUp(known);
  await steps.confirm(known, 1);
  await steps.signIn(known);
  return [known, new Life(stage, `unknown${run}@example.com`)];
}

it("keeps dead tokens, used codes and sessions dead, and groups in tokens those of the pool, over restarts too", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands([...common, ...common, ...rare], { maxCommands: 60, size: "max" }),
      async (commands) => {
        const lives = await newLives();
        await fc.asyncModelRun(() => ({ model: lives, real: stage }), commands);
        for (const life of lives) await steps.expectInvariants(life);
      },
    ),
    { numRuns: 60, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
  );
  expect(runs).toBeGreaterThan(0);
});
