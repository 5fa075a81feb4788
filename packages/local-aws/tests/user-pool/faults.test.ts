/** Faults on purpose: what a program must survive can be had at will. */
import {
  CreateGroupCommand,
  ForgotPasswordCommand,
  GetGroupCommand,
  GetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  attempt,
  givenUser,
  named,
  poolId,
  refusal,
  type Setup,
  startWorld,
  type TriggerEvent,
  type World,
} from "./world.js";

let world: World;
afterEach(() => world.close());

async function start(setup: Setup = {}) {
  const events: TriggerEvent[] = [];
  const running = { now: 0, most: 0 };
  const PostAuthentication = async (event: TriggerEvent) => {
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    events.push(event);
    await new Promise((resolve) => setImmediate(resolve));
    running.now -= 1;
    return event;
  };
  world = await startWorld({ triggers: { PostAuthentication }, ...setup });
  const { email } = await givenUser(world);
  return { email, events, running };
}

const post = (body: unknown, type = "application/json") =>
  fetch(`${world.running.url}/_local/faults`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });

const signInOutcome = (email: string) => refusal(attempt(world, email));
const trigger = "PostAuthentication";

describe("a trigger", () => {
  it("that is too slow fails the sign-in once, as a time-out", async () => {
    const { email } = await start({ options: { triggerTimeoutMs: 40 } });
    await post([{ fault: "trigger-slow", trigger, delayMs: 60_000 }]);

    expect(await signInOutcome(email)).toMatch(/^UnexpectedLambdaException: .*Socket timeout/);
    expect(await signInOutcome(email)).toBe("no error");
  });

  it("that is slow but in time changes nothing", async () => {
    const { email, events } = await start();
    await post([{ fault: "trigger-slow", delayMs: 5 }]);

    expect(await signInOutcome(email)).toBe("no error");
    expect(events).toHaveLength(1);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])("whose answer is lost (ran: %s) fails the sign-in after %d effects", async (ran, effects) => {
    const { email, events } = await start();
    await post([{ fault: "trigger-fails", trigger, ran }]);

    expect(await signInOutcome(email)).toMatch(/^UnexpectedLambdaException/);
    expect(events).toHaveLength(effects);
  });

  it.each([
    ["one after the other", false, 1],
    ["at once", true, 3],
  ])("gets the same event three times, %s", async (_, overlap, most) => {
    const { email, events, running } = await start();
    await post([{ fault: "trigger-repeats", trigger, copies: 3, overlap }]);

    expect(await signInOutcome(email)).toBe("no error");
    expect(events).toHaveLength(3);
    expect(events[1]).toEqual(events[0]);
    expect(running.most).toBe(most);
  });

  it("of another name is left alone", async () => {
    const { email } = await start();
    await post([{ fault: "trigger-fails", trigger: "PreSignUp" }]);

    expect(await signInOutcome(email)).toBe("no error");
  });
});

it("throttles an operation as often as asked", async () => {
  const { email } = await start();
  await post([{ fault: "throttled", operation: "InitiateAuth", times: 2 }]);
  const throttled = "TooManyRequestsException: Rate exceeded";
  const other = world.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: poolId }));

  expect(await refusal(other)).toBe("no error");
  expect([await signInOutcome(email), await signInOutcome(email), await signInOutcome(email)]).toEqual([
    throttled,
    throttled,
    "no error",
  ]);
});

it("returns that a quota is used up as often as asked", async () => {
  const { email } = await start();
  await post([{ fault: "limited", operation: "InitiateAuth" }]);
  expect(await signInOutcome(email)).toBe(
    "LimitExceededException: Attempt limit exceeded, please try after some time.",
  );
  expect(await signInOutcome(email)).toBe("no error");
});

it.each([
  [false, "ResourceNotFoundException: Group not found."],
  [true, "no error"],
])("fails an operation, with its work done: %s", async (ran, afterwards) => {
  await start();
  await post([{ fault: "operation-fails", operation: "CreateGroup", ran }]);
  const group = { UserPoolId: poolId, GroupName: "staff" };

  expect(await refusal(world.cognito.send(new CreateGroupCommand(group)))).toBe(
    "InternalErrorException: Something went wrong",
  );
  expect(await refusal(world.cognito.send(new GetGroupCommand(group)))).toBe(afterwards);
});

it("fails the delivery of messages", async () => {
  const { email } = await start({ options: { faults: [{ fault: "delivery-fails", channel: "EMAIL" }] } });
  const forgot = () => refusal(world.cognito.send(new ForgotPasswordCommand(named(world, email))));

  expect(await forgot()).toMatch(/^CodeDeliveryFailureException/);
  expect(await forgot()).toBe("no error");
  expect(world.messages).toHaveLength(1);
});

it("shows the pending faults, and accepts only known ones", async () => {
  await start();
  const slow = { fault: "trigger-slow", delayMs: 1 };
  const { faults } = (await (await post([slow])).json()) as { faults: unknown };
  const shown = await (await fetch(`${world.running.url}/_local/faults`)).json();

  expect(faults).toEqual([{ ...slow, trigger: "*", times: 1 }]);
  expect(shown).toEqual({ faults });
  expect((await post([{ fault: "earthquake" }])).status).toBe(400);
  expect((await post([{ ...slow, dealyMs: 2 }])).status).toBe(400);
  expect((await post([], "text/plain")).status).toBe(415);
  expect((await post([])).status).toBe(200);
  expect(await (await fetch(`${world.running.url}/_local/faults`)).json()).toEqual({ faults: [] });
});
