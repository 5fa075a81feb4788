/** A stage whose own functions send its messages: encrypted codes, through SES and SNS, into the inbox. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { eventually } from "../../local/story/eventually.js";
import { startOwnStack } from "./own-stack.js";
import { type PoolCaller, poolCaller } from "./pool-caller.js";

const WAIT_MS = 20_000;
let stack: RunningStack;
let stop: () => Promise<void>;
let caller: PoolCaller;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack({
    messageDelivery: "senders",
    siteUrl: "https://login.example.com/",
  }));
  caller = await poolCaller(stack);
}, 240_000);
afterAll(() => stop());

const signUp = (email: string, locale: string) => {
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "locale", Value: locale },
  ];
  return caller.cognito.send(
    new SignUpCommand({ ...caller.named(email), Password: "Correct-Horse-1", UserAttributes }),
  );
};

it("mails the decrypted code in the user's language, and the code confirms", async () => {
  const email = "hanako@example.com";
  await signUp(email, "ja-JP");
  const { subject, body, html, code, triggerSource } = await stack.inbox.waitFor(
    ({ to }) => to === email,
    WAIT_MS,
  );
  expect({ subject, triggerSource }).toEqual({
    subject: "Identity Lifecycle アカウントの確認",
    triggerSource: "SES SendEmail",
  });
  expect(html).toContain('<html lang="ja"');
  expect(body).toContain(`コード:\n${code}\n`);

  await caller.cognito.send(new ConfirmSignUpCommand({ ...caller.named(email), ConfirmationCode: code }));
  const { pool } = stack.describe();
  const user = await caller.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: email }));
  expect(user.UserStatus).toBe("CONFIRMED");
});

it("mails a temporary password as the administrator chose it, unescaped", async () => {
  const Username = "invited@example.com";
  await caller.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: stack.describe().pool.id,
      Username,
      TemporaryPassword: "Less<Than>Horse-1",
      UserAttributes: [{ Name: "email", Value: Username }],
      DesiredDeliveryMediums: ["EMAIL"],
    }),
  );
  const { body } = await stack.inbox.waitFor(({ to }) => to === Username, WAIT_MS);
  expect(body).toContain("Temporary password:\nLess<Than>Horse-1\n");
  expect(body).toContain("https://login.example.com/");
});

it("succeeds for the user if the mail service is down, and leaves an audit event without the code", async () => {
  stack.mail.faults({ mode: "down" });
  const email = "unlucky@example.com";
  await signUp(email, "en");
  const failed = await eventually("the event of the failure", async () => {
    const events = await deliveredEvents(stack.describe());
    return events.find((event) => event["detail-type"] === "message.failed");
  });
  stack.mail.faults({ mode: "ok" });
  expect(JSON.stringify(failed)).toContain("email/sign_up/not_taken");
  expect(JSON.stringify(failed)).not.toContain(email);
  expect(stack.inbox.list({ to: email })).toEqual([]);

  await caller.cognito.send(new ForgotPasswordCommand(caller.named("hanako@example.com")));
  const again = await stack.inbox.waitFor(({ subject = "" }) => subject.includes("再設定"), WAIT_MS);
  expect(again.to).toBe("hanako@example.com");
});
