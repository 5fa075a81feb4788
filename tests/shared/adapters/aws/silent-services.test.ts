/** Services that take a connection and never answer: every client gives up by itself, in time for a trigger. */
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { encryptMessage } from "../../../../packages/local-aws/src/user-pool/kms/encryption-message.js";

const A_TRIGGERS_TIME_MS = 5000;
const sockets = new Set<Socket>();
let server: Server;
let audit: typeof import("../../../../shared/wiring/audit.js");
let base: typeof import("../../../../shared/wiring/base.js");
let senders: typeof import("../../../../shared/wiring/senders.js");

const VARIABLES = [
  "AWS_ENDPOINT_URL_DYNAMODB",
  "AWS_ENDPOINT_URL_SSM",
  "AWS_ENDPOINT_URL_SECRETS_MANAGER",
  "AWS_ENDPOINT_URL_EVENTBRIDGE",
  "AWS_ENDPOINT_URL_SESV2",
  "AWS_ENDPOINT_URL_SNS",
  "AWS_ENDPOINT_URL_KMS",
] as const;
const SETTINGS = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  SERVICE: "identity-lifecycle",
  STAGE: "test",
  ALLOWED_POOL_PARAMETER: "/pools",
  DIRECTORY_TABLE: "directory",
  AUDIT_TABLE: "audit",
  PSEUDONYM_SECRET: "pseudonyms",
  AUDIT_BUS: "audit",
  MAIL_FROM: "Example <no-reply@example.com>",
  MESSAGE_KMS_ARN: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555",
};
const before = { ...process.env };

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  Object.assign(process.env, SETTINGS, Object.fromEntries(VARIABLES.map((name) => [name, url])));
  // Loading is no part of the time that is looked at below.
  audit = await import("../../../../shared/wiring/audit.js");
  base = await import("../../../../shared/wiring/base.js");
  senders = await import("../../../../shared/wiring/senders.js");
}, 120_000);
afterAll(async () => {
  for (const name of [...VARIABLES, ...Object.keys(SETTINGS)]) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it(
  "DynamoDB",
  async () => {
    await expect(base.directoryPorts.directory().profile("a")).rejects.toMatchObject({
      code: "temporarily_unavailable",
      cause: { name: "TimeoutError" },
    });
  },
  A_TRIGGERS_TIME_MS,
);

it(
  "Secrets Manager",
  async () => {
    await expect(base.pseudonyms().of("ada@example.com")).rejects.toMatchObject({
      code: "temporarily_unavailable",
    });
  },
  A_TRIGGERS_TIME_MS,
);

it(
  "Systems Manager, which then lets the function's own policy decide",
  async () => {
    const { pools } = base.triggerPorts;
    expect(await pools().allows("us-east-1_AbcdEf123")).toBe(true);
  },
  A_TRIGGERS_TIME_MS,
);

it(
  "EventBridge, which then has taken nothing",
  async () => {
    const { bus } = audit.publishingPorts;
    const event = {
      id: "signin.failed/1",
      type: "signin.failed",
      version: 1,
      subject: "pseudonym:a",
      at: "2025-01-01T00:00:00.000Z",
      details: {},
      sequence: 1,
      hash: "a",
      previousHash: "b",
    } as const;
    expect(await bus().publish([event])).toEqual({ failed: [0], cause: "TimeoutError" });
  },
  A_TRIGGERS_TIME_MS,
);

it(
  "SES and SNS, which then have taken nothing that is known of",
  async () => {
    const { messenger } = senders.emailPorts;
    const { messenger: smsMessenger } = senders.smsPorts;
    const mail = { channel: "email", to: "ada@example.com", subject: "s", html: "h", text: "t" } as const;
    const sms = { channel: "sms", to: "+31612345678", text: "t" } as const;
    const unavailable = { code: "temporarily_unavailable" };
    await Promise.all([
      expect(messenger().send(mail)).rejects.toMatchObject(unavailable),
      expect(smsMessenger().send(sms)).rejects.toMatchObject(unavailable),
    ]);
  },
  A_TRIGGERS_TIME_MS,
);

it(
  "KMS, within the time of a delivery",
  async () => {
    const { codes } = senders.deliveryPorts;
    const { deadline } = base.triggerPorts;
    const { MESSAGE_KMS_ARN: keyArn } = SETTINGS;
    const key = { keyArn, wrap: () => Buffer.from("wrapped") };
    const ciphertext = encryptMessage(Buffer.from("271828"), { "userpool-id": "us-east-1_AbcdEf123" }, key);
    const opened = deadline().within(3000, () =>
      codes().decrypt(ciphertext.toString("base64"), "us-east-1_AbcdEf123"),
    );
    await expect(opened).rejects.toMatchObject({ code: "temporarily_unavailable" });
  },
  A_TRIGGERS_TIME_MS,
);
