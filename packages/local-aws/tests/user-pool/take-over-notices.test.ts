/** Notices of risky sign-ins, on demand: what the custom email sender gets, and what its links and token are good for. */
import {
  AdminUpdateAuthEventFeedbackCommand,
  UpdateAuthEventFeedbackCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { waitUntil } from "../support/wait-until.js";
import { obstacles } from "./oauth/accessible.js";
import { alertOf, Browser } from "./oauth/browser.js";
import { givenUser, poolId, refusal, sources, startWorld, type TriggerEvent, type World } from "./world.js";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:CustomEmailSender";
const sender = {
  KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555",
  CustomEmailSender: { LambdaArn: functionArn, LambdaVersion: "V1_0" },
};
const plus = { UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" } };

let world: World;
afterEach(() => world.close());

async function start(pool: Record<string, unknown> = {}) {
  const received: TriggerEvent[] = [];
  const triggers = { CustomEmailSender: (event: TriggerEvent) => void received.push(event) };
  world = await startWorld({ pool: { ...plus, LambdaConfig: sender, ...pool }, triggers });
  const { email, username } = await givenUser(world);
  return { email, username, received };
}

const post = async (body: unknown, type = "application/json") => {
  const response = await fetch(`${world.running.url}/_local/take-over-notices`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as { eventId?: string; message?: string }) };
};

async function noticed() {
  const { email, username, received } = await start();
  const about = {
    action: "MFA_REQUIRED",
    ipAddress: "198.51.100.9",
    city: "Utrecht",
    country: "Netherlands",
  };
  const { eventId = "" } = await post({ poolId, username: email, ...about });
  await waitUntil(() => received.length > 0);
  const event = received[0] as TriggerEvent;
  return { username, eventId, event, attributes: event.request.userAttributes as Record<string, string> };
}

it("passes the documented attributes of the sign-in to the sender, and none of the profile", async () => {
  const { username, eventId, event, attributes } = await noticed();
  const link = (value: string) => expect.stringContaining(`feedback=${value}`);

  expect(event).toMatchObject({
    triggerSource: "CustomEmailSender_AccountTakeOverNotification",
    userName: username,
    request: { type: "customEmailSenderRequestV1", code: null },
  });
  expect(attributes).toEqual({
    EVENT_ID: eventId,
    USER_NAME: username,
    IP_ADDRESS: "198.51.100.9",
    ACCOUNT_TAKE_OVER_ACTION: "MFA_REQUIRED",
    ONE_CLICK_LINK_VALID: link("Valid"),
    ONE_CLICK_LINK_INVALID: link("Invalid"),
    LOGIN_TIME: new Date(world.clock.now()).toISOString(),
    FEEDBACK_TOKEN: expect.any(String),
    CITY: "Utrecht",
    COUNTRY: "Netherlands",
  });
  expect(sources(world)).toEqual(["CustomEmailSender_AccountTakeOverNotification"]);
  expect(JSON.stringify(world.running.invocations())).not.toContain(attributes.FEEDBACK_TOKEN);
});

describe("what the user thinks of it", () => {
  const judge = (EventId: string, Username: string, FeedbackToken: string) =>
    refusal(
      world.cognito.send(
        new UpdateAuthEventFeedbackCommand({
          UserPoolId: poolId,
          Username,
          EventId,
          FeedbackToken,
          FeedbackValue: "Invalid",
        }),
      ),
    );

  it("is taken with the token of the notice, for that event and user", async () => {
    const { username, eventId, attributes } = await noticed();
    const token = attributes.FEEDBACK_TOKEN ?? "";
    const { username: other } = await givenUser(world);

    expect(await judge(eventId, username, token)).toBe("no error");
    expect(await judge(eventId, username, `${token}x`)).toMatch(/^NotAuthorizedException/);
    expect(await judge(eventId, other, token)).toMatch(/^NotAuthorizedException/);
    expect(await judge("another", username, token)).toMatch(/^NotAuthorizedException/);
  });

  it("is taken from an administrator, for an event that there is", async () => {
    const { username: Username, eventId } = await noticed();
    const update = (EventId: string) =>
      refusal(
        world.cognito.send(
          new AdminUpdateAuthEventFeedbackCommand({
            UserPoolId: poolId,
            Username,
            EventId,
            FeedbackValue: "Valid",
          }),
        ),
      );

    expect(await update(eventId)).toBe("no error");
    expect(await update("another")).toMatch(/^ResourceNotFoundException/);
  });

  it("is taken on the page of the link, once the user has said so", async () => {
    const { attributes } = await noticed();
    const browser = new Browser();
    const link = attributes.ONE_CLICK_LINK_INVALID ?? "";
    const page = await (await browser.open(link)).text();
    expect(obstacles(page)).toEqual([]);
    expect(page).toContain("No, it was not me");
    expect(await (await browser.send(link, page, {})).text()).toContain("Your answer was noted.");
    const forged = link.replace(/token=[^&]*/, "token=forged");
    const refused = await browser.submit(forged, {});

    expect(refused.status).toBe(400);
    expect(await alertOf(refused)).toBe("This link is not valid, or not any more.");
  });
});

describe("no notice is given", () => {
  it.each([
    ["without threat protection", { UserPoolTier: "ESSENTIALS", UserPoolAddOns: undefined }, /not enabled/],
    ["without a sender", { LambdaConfig: {} }, /CustomEmailSender/],
  ])("%s", async (_, pool, message) => {
    const { email } = await start(pool);
    const answer = await post({ poolId, username: email });

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(message);
  });

  it("for an unknown user or pool, an unknown field, or to a page of another origin", async () => {
    const { email } = await start();

    expect((await post({ poolId, username: "nobody" })).message).toMatch(/does not exist/);
    expect((await post({ poolId: "us-east-1_Nobody", username: email })).status).toBe(400);
    expect((await post({ poolId, username: email, ipAddress: "here" })).message).toMatch(/IP address/);
    expect((await post({ poolId, username: email, other: 1 })).status).toBe(400);
    expect((await post({ poolId, username: email }, "text/plain")).status).toBe(415);
    expect(sources(world)).toEqual([]);
  });
});
