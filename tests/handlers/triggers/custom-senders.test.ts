import { describe, expect, it } from "@jest/globals";
import { memoryCiphertext } from "../../../shared/memory/deliveries.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { type SampleChange, sampleEvent } from "../../support/sample-event.js";
import { TRIGGERS } from "../../support/triggers.js";
import { grace, SUB } from "../../support/users.js";

const POOL = "us-east-1_Example01";
type Sender = "custom-email-sender" | "custom-sms-sender";

const deliver = (sender: Sender, sample: string, ports: MemoryPorts, change: SampleChange = {}) =>
  TRIGGERS[sender](ports)(sampleEvent(`${sender}/${sample}`, change));
const sentFor = async (sender: Sender, sample: string, change: SampleChange = {}) => {
  const ports = memoryPorts({ profiles: [grace] });
  await deliver(sender, sample, ports, change);
  return ports.messenger.sent;
};

describe("an e-mail", () => {
  it.each([
    ["sign-up", "de", "Bestätigen Sie Ihr Konto bei Example"],
    ["resend-code", "fr", "Votre nouveau code de confirmation Example"],
    ["forgot-password", "es", "Restablezca su contraseña de Example"],
    ["update-user-attribute", "ar", "تأكيد عنوانك الجديد في Example"],
    ["verify-user-attribute", "en", "Verify your Example address"],
    ["authentication", "en", "Your Example sign-in code"],
  ])(
    "for %s goes to the user's address, in %s, with the decrypted code",
    async (sample, language, subject) => {
      const [message, ...more] = await sentFor("custom-email-sender", sample);
      expect(more).toEqual([]);
      expect(message).toMatchObject({ channel: "email", to: "grace@example.com", subject });
      if (message?.channel !== "email") throw new Error("not an e-mail");
      expect(message.html).toContain(`<html lang="${language}"`);
      for (const part of [message.html, message.text]) expect(part).toContain("271828");
    },
  );

  it("of an invitation has the user name, and the temporary password as it was before it was escaped", async () => {
    const [message] = await sentFor("custom-email-sender", "admin-create-user");
    expect(message?.text).toContain("grace@example.com");
    expect(message?.text).toContain("Temporary password:\nTmp<2h>&9\n");
    expect(message).toMatchObject({ html: expect.stringContaining("Tmp&lt;2h&gt;&amp;9<") });
  });

  it.each([
    ["&amp;lt;", "&lt;"],
    ["&quot;&#39;", `"'`],
    ["&unknown;&", "&unknown;&"],
  ])("of an invitation unescapes %p once", async (escaped, password) => {
    const request = { code: memoryCiphertext(POOL, escaped) };
    const [message] = await sentFor("custom-email-sender", "admin-create-user", { request });
    expect(message?.text).toContain(`Temporary password:\n${password}\n`);
  });

  it("of an invitation without a password says nothing of one", async () => {
    const [message] = await sentFor("custom-email-sender", "admin-create-user-without-password");
    expect(message?.text).toContain("grace@example.com");
    expect(message?.text).not.toContain("password:");
  });

  it("about an attack goes to the address of the user's profile, because the event has none", async () => {
    const [message] = await sentFor("custom-email-sender", "account-take-over-notification");
    expect(message).toMatchObject({
      to: "grace@example.com",
      subject: "Unusual sign-in to your Example account",
    });
    expect(message?.text).toContain("Place: Utrecht, NL");
    expect(message?.text).toContain(
      "No, secure my account:\nhttps://example.auth.us-east-1.amazoncognito.com/",
    );
    expect(message?.text).not.toContain("example-feedback-token");
  });
});

describe("a text message", () => {
  it.each(["sign-up", "resend-code", "forgot-password", "update-user-attribute", "authentication"])(
    "for %s goes to the user's number",
    async (sample) => {
      const [message, ...more] = await sentFor("custom-sms-sender", sample);
      expect(more).toEqual([]);
      expect(message).toMatchObject({ channel: "sms", to: "+31612345678" });
      expect(message?.text).toContain("271828");
      expect(message?.text.length).toBeLessThanOrEqual(140);
    },
  );

  it("of an invitation has the unescaped password", async () => {
    const [message] = await sentFor("custom-sms-sender", "admin-create-user");
    expect(message?.text).toContain("Tmp<2h>&9");
  });
});

describe("the two senders", () => {
  it.each([
    ["custom-email-sender", "customSMSSenderRequestV1"],
    ["custom-sms-sender", "customEmailSenderRequestV1"],
    ["custom-email-sender", "customEmailSenderRequestV2"],
  ] as const)("%s rejects an event with the type %s", async (sender, type) => {
    const ports = memoryPorts();
    const thrown = await rejectionOf(deliver(sender, "sign-up", ports, { request: { type } }));
    expect(thrown.message).toBe(thrownWords("invalid_request"));
    expect(ports.messenger.sent).toEqual([]);
  });

  it("accept the other spelling of their sources in the documentation", async () => {
    const change = { triggerSource: "CustomSmsSender_SignUp" };
    expect(await sentFor("custom-sms-sender", "sign-up", change)).toHaveLength(1);
  });

  it("the text sender has no notices about attacks", async () => {
    const triggerSource = "CustomSMSSender_AccountTakeOverNotification";
    expect(await sentFor("custom-sms-sender", "sign-up", { triggerSource })).toEqual([]);
  });
});

describe("a repeated delivery", () => {
  it("sends one message for parallel and later deliveries", async () => {
    const ports = memoryPorts();
    const again = () => deliver("custom-sms-sender", "sign-up", ports);
    await Promise.all([again(), again(), again()]);
    ports.clock.advance(60_000);
    await again();
    expect(ports.messenger.sent).toHaveLength(1);
  });

  it("is distinguished from the next code of the same user", async () => {
    const ports = memoryPorts();
    for (const code of ["111111", "222222"]) {
      await deliver("custom-sms-sender", "resend-code", ports, {
        request: { code: memoryCiphertext(POOL, code) },
      });
    }
    expect(ports.messenger.sent.map(({ text }) => /\d{6}/.exec(text)?.[0])).toEqual(["111111", "222222"]);
  });

  it("sends the message if the first delivery failed", async () => {
    const ports = memoryPorts();
    ports.messenger.broken = true;
    await rejectionOf(deliver("custom-email-sender", "sign-up", ports));
    ports.messenger.broken = false;
    await deliver("custom-email-sender", "sign-up", ports);
    expect(ports.messenger.sent).toHaveLength(1);
  });

  it("about an attack is identified by the number of its event", async () => {
    const ports = memoryPorts({ profiles: [grace] });
    for (let delivery = 0; delivery < 3; delivery += 1)
      await deliver("custom-email-sender", "account-take-over-notification", ports);
    expect(ports.messenger.sent).toHaveLength(1);
  });

  it("is sent again if it cannot be identified: a message without a code, or without the key of the hash", async () => {
    const ports = memoryPorts();
    for (let delivery = 0; delivery < 2; delivery += 1)
      await deliver("custom-email-sender", "admin-create-user-without-password", ports);
    const keyless = { ...ports, pseudonyms: { of: () => Promise.reject(new Error("no secret")) } };
    for (let delivery = 0; delivery < 2; delivery += 1)
      await TRIGGERS["custom-email-sender"](keyless)(sampleEvent("custom-email-sender/sign-up"));
    expect(ports.messenger.sent).toHaveLength(4);
  });
});

it("leaves the subject of a failure to the user's own id, where there is one", async () => {
  const ports = memoryPorts();
  ports.messenger.broken = true;
  const request = { userAttributes: { "custom:user_id": "usr_grace" } };
  await rejectionOf(deliver("custom-email-sender", "sign-up", ports, { request }));
  expect(ports.audit.events).toMatchObject([
    { subject: "user:usr_grace", details: { userId: "usr_grace", sub: SUB } },
  ]);
});
