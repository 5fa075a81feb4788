/** The codes for custom senders, opened by AWS's own Encryption SDK as the developer guide shows. */
import { buildClient, CommitmentPolicy, KmsKeyringNode } from "@aws-crypto/client-node";
import { ForgotPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { givenUser, named, startWorld, type TriggerEvent, type World } from "./world.js";

const keyArn = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
const sender = "arn:aws:lambda:us-east-1:000000000000:function:CustomEmailSender";
const KMS_VARIABLES = ["AWS_ENDPOINT_URL_KMS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

let world: World;
const before = KMS_VARIABLES.map((name) => [name, process.env[name]] as const);
let received: (event: TriggerEvent) => void;
const sent = new Promise<TriggerEvent>((resolve) => {
  received = resolve;
});

beforeAll(async () => {
  world = await startWorld({
    pool: {
      LambdaConfig: { KMSKeyID: keyArn, CustomEmailSender: { LambdaArn: sender, LambdaVersion: "V1_0" } },
    },
    triggers: { CustomEmailSender: (event: TriggerEvent) => received(event) },
  });
  process.env.AWS_ENDPOINT_URL_KMS = world.running.url;
  process.env.AWS_ACCESS_KEY_ID = "local";
  process.env.AWS_SECRET_ACCESS_KEY = "local";
});
afterAll(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await world.close();
});

it("opens a code with a KMS keyring, without any change to the SDK", async () => {
  const { email } = await givenUser(world);
  await world.cognito.send(new ForgotPasswordCommand(named(world, email)));
  const { request } = await sent;
  const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
  const keyring = new KmsKeyringNode({ keyIds: [keyArn] });
  const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(String(request.code), "base64"));
  expect(plaintext.toString("utf8")).toMatch(/^\d{6}$/);
  expect(messageHeader.encryptionContext).toMatchObject({ "userpool-id": expect.any(String) });
});
