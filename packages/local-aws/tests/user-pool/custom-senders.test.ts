/** CustomEmailSender and CustomSMSSender, which get codes encrypted and deliver them in Cognito's place. */
import {
  AdminCreateUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, expect, it } from "@jest/globals";
import { waitUntil } from "../support/wait-until.js";
import { decryptedCode, decryptWithKms } from "./encryption-sdk.js";
import {
  givenUser,
  named,
  password,
  poolId,
  refusal,
  sources,
  startWorld,
  type TriggerEvent,
  type World,
} from "./world.js";

const keyArn = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const sender = (name: string) => ({ LambdaArn: functionArn(name), LambdaVersion: "V1_0" });

let world: World;
afterEach(() => world.close());

async function start(react: (event: TriggerEvent) => unknown = () => undefined) {
  const received: TriggerEvent[] = [];
  const send = (event: TriggerEvent) => {
    received.push(event);
    return react(event);
  };
  const LambdaConfig = {
    KMSKeyID: keyArn,
    CustomEmailSender: sender("CustomEmailSender"),
    CustomSMSSender: sender("CustomSMSSender"),
    CustomMessage: functionArn("CustomMessage"),
  };
  const triggers = {
    CustomEmailSender: send,
    CustomSMSSender: send,
    CustomMessage: (event: TriggerEvent) => event,
  };
  world = await startWorld({
    pool: { LambdaConfig, AutoVerifiedAttributes: ["email", "phone_number"] },
    triggers,
  });
  return received;
}

const arrived = async (received: TriggerEvent[], count: number) => {
  await waitUntil(() => received.length >= count);
  return received[count - 1] as TriggerEvent;
};

const codeOf = ({ request }: TriggerEvent) => decryptedCode(world, String(request.code));

it("hands over a code that only the pool's key opens, and that works", async () => {
  const received = await start();
  const { email, username } = await givenUser(world);
  const caller = named(world, email);
  await world.cognito.send(new ForgotPasswordCommand({ ...caller, ClientMetadata: { lang: "nl" } }));
  const event = await arrived(received, 1);
  const { text, context, provider, keyArn: key, CiphertextBlob } = await codeOf(event);

  expect(event).toMatchObject({
    version: "1",
    triggerSource: "CustomEmailSender_ForgotPassword",
    userName: username,
    request: {
      type: "customEmailSenderRequestV1",
      userAttributes: { email },
      clientMetadata: { lang: "nl" },
    },
  });
  expect({ context, provider, key }).toEqual({
    context: { "userpool-id": poolId },
    provider: "aws-kms",
    key: keyArn,
  });
  expect(world.messages).toEqual([]);
  expect(sources(world)).toEqual(["CustomEmailSender_ForgotPassword"]);
  const change = { ...caller, ConfirmationCode: text, Password: "Another-Horse-2" };
  expect(await refusal(world.cognito.send(new ConfirmForgotPasswordCommand(change)))).toBe("no error");
  const elsewhere = { CiphertextBlob, EncryptionContext: { "userpool-id": "us-east-1_Other" } };
  expect((await decryptWithKms(world, elsewhere)).__type).toBe("InvalidCiphertextException");
});

it("sends by SMS where the code goes to a phone, and escapes temporary passwords", async () => {
  const received = await start();
  const phone = [{ Name: "phone_number", Value: "+31612345678" }];
  const caller = named(world, "ada@example.com");
  await world.cognito.send(new SignUpCommand({ ...caller, Password: password, UserAttributes: phone }));
  expect(await arrived(received, 1)).toMatchObject({
    triggerSource: "CustomSMSSender_SignUp",
    request: { type: "customSMSSenderRequestV1" },
  });

  const invitation = {
    UserPoolId: poolId,
    Username: "invited@example.com",
    TemporaryPassword: "Less<Than>Horse-1",
  };
  const DesiredDeliveryMediums = ["EMAIL" as const];
  await world.cognito.send(new AdminCreateUserCommand({ ...invitation, DesiredDeliveryMediums }));
  const invited = await arrived(received, 2);
  expect(invited.triggerSource).toBe("CustomEmailSender_AdminCreateUser");
  expect((await codeOf(invited)).text).toBe("Less&lt;Than&gt;Horse-1");
});

it("does not wait for the sender, and does not fail with it", async () => {
  const received = await start(() => {
    throw new Error("the mail service is down");
  });
  const { email } = await givenUser(world);

  expect(await refusal(world.cognito.send(new ForgotPasswordCommand(named(world, email))))).toBe("no error");
  await arrived(received, 1);
  await waitUntil(() => world.running.invocations().length > 0);
  expect(world.running.invocations()[0]).toMatchObject({
    error: expect.stringContaining("the mail service is down"),
    event: { request: { code: "[redacted]" } },
  });
});

it("needs a key", async () => {
  world = await startWorld();
  const LambdaConfig = { CustomEmailSender: sender("CustomEmailSender") };
  await expect(startWorld({ pool: { LambdaConfig } })).rejects.toThrow(/KMSKeyID/);
});
