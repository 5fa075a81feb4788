/** CloudTrail's records of calls that end users, and their way over a local event bus. */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  DeleteUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, expect, it } from "@jest/globals";
import { type EventBus, startEventBus } from "../../src/event-bus/index.js";
import type { ServiceEvent } from "../../src/user-pool/index.js";
import { attempt, givenUser, poolId, startWorld, type World } from "./world.js";

let world: World;
let bus: EventBus | undefined;
afterEach(async () => {
  await world.close();
  await bus?.close();
});

it("names the user by sub, masks names and tokens, and names no pool for a call with a token", async () => {
  const events: ServiceEvent[] = [];
  world = await startWorld({ options: { onServiceEvent: (event) => events.push(event) } });
  const { email, username } = await givenUser(world, { email: "ada@example.com" });
  const user = { UserPoolId: poolId, Username: email };
  const { AuthenticationResult } = await attempt(world, email);
  await world.cognito.send(new AdminDisableUserCommand(user));
  await world.cognito.send(new AdminEnableUserCommand(user));
  const { AuthenticationResult: again } = await attempt(world, email);
  await world.cognito.send(new DeleteUserCommand({ AccessToken: again?.AccessToken }));
  await expect(world.cognito.send(new AdminDeleteUserCommand(user))).rejects.toThrow();

  const masked = "HIDDEN_DUE_TO_SECURITY_REASONS";
  const asAdmin = { username: masked, userPoolId: poolId };
  expect(events.map(({ detail }) => [detail.eventName, detail.requestParameters])).toEqual([
    ["AdminDisableUser", asAdmin],
    ["AdminEnableUser", asAdmin],
    ["DeleteUser", { accessToken: masked }],
  ]);
  for (const { source, detailType, detail } of events) {
    expect([source, detailType]).toEqual(["aws.cognito-idp", "AWS API Call via CloudTrail"]);
    expect(detail.additionalEventData).toEqual({ sub: username });
  }
  expect(JSON.stringify(events)).not.toContain(email);
  expect(JSON.stringify(events)).not.toContain(String(AuthenticationResult?.AccessToken));
});

it("reaches the targets of a rule on the default bus", async () => {
  const received: unknown[] = [];
  bus = await startEventBus({
    invoke: async (_, event) => {
      received.push(event);
      return { statusCode: 202, payload: "" };
    },
    rules: [
      {
        name: "deletions",
        eventPattern: { source: ["aws.cognito-idp"], detail: { eventName: ["AdminDeleteUser"] } },
        targets: [{ Id: "f", Arn: "arn:aws:lambda:us-east-1:000000000000:function:f" }],
      },
    ],
  });
  world = await startWorld({ options: { onServiceEvent: bus.acceptServiceEvent } });
  const { email, username } = await givenUser(world, { email: "ada@example.com" });
  const user = { UserPoolId: poolId, Username: email };
  await world.cognito.send(new AdminDisableUserCommand(user));
  await world.cognito.send(new AdminDeleteUserCommand(user));
  await bus.idle();
  expect(received).toMatchObject([
    {
      source: "aws.cognito-idp",
      detail: { eventName: "AdminDeleteUser", additionalEventData: { sub: username } },
    },
  ]);
});
