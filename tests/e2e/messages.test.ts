import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { startOwnStack } from "./own-stack.js";
import { type PoolCaller, poolCaller } from "./pool-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let caller: PoolCaller;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  caller = await poolCaller(stack);
}, 120_000);
afterAll(() => stop());

const signUp = async (email: string, locale: string, ClientMetadata?: Record<string, string>) => {
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "locale", Value: locale },
  ];
  const request = { ...caller.named(email), Password: "Correct-Horse-1", UserAttributes, ClientMetadata };
  await caller.cognito.send(new SignUpCommand(request));
  return stack.inbox.waitFor((message) => message.to === email, 60_000);
};

it("mails a sign-up code in the language of the user's locale, and the code confirms", async () => {
  const email = "greta@example.com";
  const { subject, html, body } = await signUp(email, "de-AT");
  const code = /^\d{6}$/m.exec(body)?.[0];
  expect(subject).toBe("Bestätigen Sie Ihr Konto bei Identity Lifecycle");
  expect(html).toContain('<html lang="de" dir="ltr"');
  expect(body).toContain("Gültig für 1 Tag.");

  await caller.cognito.send(new ConfirmSignUpCommand({ ...caller.named(email), ConfirmationCode: code }));
  const { pool } = stack.describe();
  const user = await caller.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: email }));
  expect(user.UserStatus).toBe("CONFIRMED");
});

it("lets the client choose the language, from right to left too", async () => {
  const { html } = await signUp("amal@example.com", "fr", { locale: "ar-EG" });
  expect(html).toContain('<html lang="ar" dir="rtl"');
});

it("mails an invitation with the user name, the temporary password and a link to the site", async () => {
  const Username = "invited@example.com";
  const { pool, urls } = stack.describe();
  await caller.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.id,
      Username,
      TemporaryPassword: "Temporary-Horse-1",
      UserAttributes: [{ Name: "email", Value: Username }],
      DesiredDeliveryMediums: ["EMAIL"],
    }),
  );
  const { body, html } = await stack.inbox.waitFor((message) => message.to === Username, 60_000);
  expect(body).toContain(`User name\n${Username}\n`);
  expect(body).toContain("Temporary password\nTemporary-Horse-1\n");
  expect(html).toContain(`href="${urls.site}/"`);
});
