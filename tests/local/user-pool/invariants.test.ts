/** What holds after any sequence of operations; the model is in life.ts, the steps in life-steps.ts. */
import { CreateGroupCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Life } from "./life.js";
import * as steps from "./life-steps.js";
import { poolId, startWorld, type World } from "./world.js";

const plenty = 1_000_000;
const groupNames = ["admins", "readers"];
let world: World;
beforeAll(async () => {
  world = await startWorld({
    publicClient: {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      PreventUserExistenceErrors: "ENABLED",
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
    options: {
      hourlyLimits: {
        ConfirmSignUp: plenty,
        ConfirmForgotPassword: plenty,
        ForgotPassword: plenty,
        ResendConfirmationCode: plenty,
      },
    },
  });
  for (const GroupName of groupNames)
    await world.cognito.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName }));
});
afterAll(() => world.close());

type Lives = readonly [Life, Life];
type Step = fc.AsyncCommand<Lives, World>;

const step = (name: string, whose: number, run: (life: Life) => Promise<void>): Step => ({
  check: () => true,
  run: async (lives) => {
    const life = lives[whose];
    if (life) await run(life);
  },
  toString: () => `${name} (person ${whose})`,
});

const whose = fc.nat({ max: 1 });
const plain = (name: string, run: (life: Life) => Promise<void>) =>
  whose.map((person) => step(name, person, run));
const choosing = (name: string, run: (life: Life, which: number) => Promise<void>) =>
  fc
    .tuple(whose, fc.nat({ max: 20 }))
    .map(([person, n]) => step(`${name} ${n}`, person, (life) => run(life, n)));
const grouping = (name: string, run: (life: Life, group: string) => Promise<void>) =>
  fc
    .tuple(whose, fc.constantFrom(...groupNames))
    .map(([person, group]) => step(`${name} ${group}`, person, (life) => run(life, group)));

/** By how often they come: most sequences have tokens and codes to lose. */
const common = [
  plain("sign in", steps.signIn),
  choosing("refresh", steps.refresh),
  choosing("confirm", steps.confirm),
  choosing("set forgotten password", steps.setForgotten),
  plain("sign up", steps.signUp),
  plain("enable", steps.enable),
  grouping("join", steps.join),
];
const rare = [
  plain("resend", steps.resend),
  plain("forgot", steps.forgot),
  plain("reset", steps.reset),
  plain("disable", steps.disable),
  grouping("leave", steps.leave),
  choosing("revoke", steps.revoke),
  plain("sign out everywhere", steps.signOutEverywhere),
  plain("delete", steps.remove),
];

let runs = 0;
/** A person who is signed in, so that every sequence has something to lose, and one who is not there yet. */
async function newLives(): Promise<Lives> {
  const run = ++runs;
  const known = new Life(world, `known${run}@example.com`);
  await steps.signUp(known);
  await steps.confirm(known, 1);
  await steps.signIn(known);
  return [known, new Life(world, `unknown${run}@example.com`)];
}

it("keeps dead tokens and used codes dead, and the groups in tokens those of the pool", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands([...common, ...common, ...rare], { maxCommands: 60, size: "max" }),
      async (commands) => {
        const lives = await newLives();
        await fc.asyncModelRun(() => ({ model: lives, real: world }), commands);
        for (const life of lives) await steps.expectInvariants(life);
      },
    ),
    { numRuns: 60, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
  );
  expect(runs).toBeGreaterThan(0);
});
