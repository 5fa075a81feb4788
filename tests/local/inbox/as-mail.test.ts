import { describe, expect, it } from "@jest/globals";
import { asMail } from "../../../local/inbox/as-mail.js";
import { renderMessage } from "../../../shared/domain/messages/render-message.js";
import { EVERY_MESSAGE } from "../../support/messages.js";

const message = {
  channel: "EMAIL" as const,
  to: "ada@example.com",
  subject: "Hello",
  triggerSource: "CustomMessage_SignUp",
  poolId: "us-east-1_Example01",
  username: "ada",
  at: 0,
};

describe("a mail", () => {
  it.each(EVERY_MESSAGE)("of %s is kept as a page, and its text says the same", (_, request) => {
    const { html, text } = renderMessage(request);
    const mail = asMail({ ...message, body: html });
    expect(mail.html).toBe(html);
    const wanted = text.split(/\n+|: (?=\S)/).filter((line) => line !== "" && !line.startsWith("http"));
    for (const line of wanted) expect(mail.body).toContain(line.replace(/:$/, ""));
    expect(mail.body).not.toMatch(/<\w+ |<\/|&\w+;|color-scheme/);
  });

  it("with a link says in its text where that goes", () => {
    const body = 'Please <a href="http://127.0.0.1/x?a=1&amp;b=2">confirm</a>.';
    expect(asMail({ ...message, body })).toMatchObject({
      html: body,
      body: "Please confirm: http://127.0.0.1/x?a=1&b=2.",
    });
  });

  it("of plain text stays what it is, and so does a text message", () => {
    const plain = { ...message, body: "Your code is 123456 <3" };
    expect(asMail(plain)).toBe(plain);
    const sms = { ...message, channel: "SMS" as const, body: "<!doctype html>" };
    expect(asMail(sms)).toBe(sms);
  });
});
