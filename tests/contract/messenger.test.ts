/** The messenger in memory, and those of SES and SNS against the local services that take their messages. */
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Mail, startMail } from "local-aws/mail";
import type { SentMessage } from "../../local/inbox/index.js";
import { sesMessenger } from "../../shared/adapters/aws/ses-messenger.js";
import { snsMessenger } from "../../shared/adapters/aws/sns-messenger.js";
import { renderMessage } from "../../shared/domain/messages/render-message.js";
import { memoryMessenger } from "../../shared/memory/messenger.js";
import type { Messenger, OutgoingMessage } from "../../shared/ports/messages.js";
import { EVERY_MESSAGE } from "../support/messages.js";

let mail: Mail;
const delivered: SentMessage[] = [];
beforeAll(async () => {
  mail = await startMail({ deliver: (message) => delivered.push(message) });
});
afterAll(() => mail.close());

const settings = () => ({
  endpoint: mail.url,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  maxAttempts: 1,
});
type Kind = {
  readonly messenger: () => Messenger;
  readonly breakDown: (down: boolean) => void;
  readonly sent: () => OutgoingMessage[];
};

const asSent = ({ channel, to, subject = "", body, html = "" }: SentMessage): OutgoingMessage =>
  channel === "EMAIL"
    ? { channel: "email", to, subject, html, text: body }
    : { channel: "sms", to, text: body };

const memory = (): Kind => {
  const messenger = memoryMessenger();
  const breakDown = (down: boolean) => {
    messenger.broken = down;
  };
  return { messenger: () => messenger, breakDown, sent: () => messenger.sent.splice(0) };
};
const aws = (messenger: () => Messenger): Kind => ({
  messenger,
  breakDown: (down) => mail.faults({ mode: down ? "down" : "ok" }),
  sent: () => delivered.splice(0).map(asSent),
});
const FROM = "Example, Inc. <no-reply@example.com>";
const ses = () => sesMessenger(new SESv2Client(settings()), FROM);
const sns = () => snsMessenger(new SNSClient(settings()));

const emails = EVERY_MESSAGE.map(([, request]): OutgoingMessage => {
  const { subject, html, text } = renderMessage(request);
  return { channel: "email", to: "ada+läbel@example.com", subject, html, text };
});
const texts = EVERY_MESSAGE.map(
  ([, request]): OutgoingMessage => ({
    channel: "sms",
    to: "+31612345678",
    text: renderMessage(request).sms,
  }),
);

describe.each([
  ["memory, e-mail", memory(), emails],
  ["SES", aws(ses), emails],
  ["memory, text message", memory(), texts],
  ["SNS", aws(sns), texts],
])("the messenger in %s", (_, { messenger, breakDown, sent }, messages) => {
  it("passes on every message unchanged, in every language", async () => {
    const sender = messenger();
    for (const message of messages) await sender.send(message);
    expect(sent()).toEqual(messages);
  });

  it("rejects while the service is down, and delivers again afterwards", async () => {
    const [message] = messages;
    if (message === undefined) throw new Error("no message");
    breakDown(true);
    await expect(messenger().send(message)).rejects.toMatchObject({ code: "temporarily_unavailable" });
    breakDown(false);
    await messenger().send(message);
    expect(sent()).toEqual([message]);
  });
});

describe("what a service does not carry", () => {
  it.each([
    ["a text message through SES", ses, texts[0]],
    ["an e-mail through SNS", sns, emails[0]],
  ] as const)("%s is refused as a mistake of ours", async (_, messenger, message) => {
    if (message === undefined) throw new Error("no message");
    await expect(messenger().send(message)).rejects.toMatchObject({ code: "internal" });
    expect(delivered).toEqual([]);
  });

  it.each([
    ["an e-mail to no address", ses, { channel: "email", to: "ada", subject: "s", html: "h", text: "t" }],
    [
      "a subject of two lines",
      ses,
      { channel: "email", to: "a@b.co", subject: "s\nBcc: x", html: "h", text: "t" },
    ],
    ["a text message to no number", sns, { channel: "sms", to: "0612345678", text: "t" }],
    ["an empty text message", sns, { channel: "sms", to: "+31612345678", text: "" }],
  ] as const)("%s is refused by the service", async (_, messenger, message) => {
    await expect(messenger().send(message)).rejects.toMatchObject({ code: "temporarily_unavailable" });
    expect(delivered).toEqual([]);
  });
});

it("finds the code of a message", async () => {
  await sns().send({ channel: "sms", to: "+31612345678", text: "Your code is 271828." });
  expect(delivered.splice(0)).toMatchObject([{ code: "271828", triggerSource: "SNS Publish" }]);
});
