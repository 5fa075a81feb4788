import { createHmac } from "node:crypto";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { CREDENTIALS } from "../../local/story/cast.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let cognito: CognitoIdentityProviderClient;
let secret: string;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  const { urls, region, pool } = stack.describe();
  cognito = new CognitoIdentityProviderClient({ endpoint: urls.cognito, region, credentials: CREDENTIALS });
  const described = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: pool.clientId }),
  );
  secret = described.UserPoolClient?.ClientSecret ?? "";
}, 120_000);
afterAll(() => stop());

const caller = (Username: string) => {
  const { clientId: ClientId } = stack.describe().pool;
  const SecretHash = createHmac("sha256", secret).update(`${Username}${ClientId}`).digest("base64");
  return { ClientId, Username, SecretHash };
};

const signUp = async (email: string, locale: string, ClientMetadata?: Record<string, string>) => {
  const attributes = [
    { Name: "email", Value: email },
    { Name: "locale", Value: locale },
  ];
  await cognito.send(
    new SignUpCommand({
      ...caller(email),
      Password: "Correct-Horse-1",
      UserAttributes: attributes,
      ClientMetadata,
    }),
  );
  return stack.inbox.waitFor((message) => message.to === email, 5000);
};

it("mails a sign-up code in the language of the person's locale, and the code confirms", async () => {
  const email = "greta@example.com";
  const { subject, html, body } = await signUp(email, "de-AT");
  const code = /^\d{6}$/m.exec(body)?.[0];
  expect(subject).toBe("Bestätigen Sie Ihr Konto bei Identity Lifecycle");
  expect(html).toContain('<html lang="de" dir="ltr"');
  expect(body).toContain("Gültig für 1 Tag.");

  await cognito.send(new ConfirmSignUpCommand({ ...caller(email), ConfirmationCode: code }));
  const { pool } = stack.describe();
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: email }));
  expect(user.UserStatus).toBe("CONFIRMED");
});

it("lets the client choose the language, from right to left too", async () => {
  const { html } = await signUp("amal@example.com", "fr", { locale: "ar-EG" });
  expect(html).toContain('<html lang="ar" dir="rtl"');
});

it("mails an invitation with the user name and the temporary password", async () => {
  const Username = "invited@example.com";
  const TemporaryPassword = "Less<Than>&Horse-1";
  const { pool } = stack.describe();
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.id,
      Username,
      TemporaryPassword,
      UserAttributes: [{ Name: "email", Value: Username }],
      DesiredDeliveryMediums: ["EMAIL"],
    }),
  );
  const { body } = await stack.inbox.waitFor((message) => message.to === Username, 5000);
  expect(body).toContain(`User name\n${Username}\n`);
  expect(body).toContain("Temporary password\n");
});
