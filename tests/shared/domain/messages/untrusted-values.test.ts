import { describe, expect, it } from "@jest/globals";
import { LANGUAGES, languageOf } from "../../../../shared/domain/messages/language.js";
import { renderMessage } from "../../../../shared/domain/messages/render-message.js";
import { requestOf, shownText } from "../../../support/messages.js";

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;

describe.each(LANGUAGES)("untrusted values, in %s", (language) => {
  it("are shown as text and never become elements, attributes or entities", () => {
    const values = { time: HOSTILE, place: HOSTILE, device: HOSTILE, address: HOSTILE };
    const { html } = renderMessage(requestOf({ kind: "suspicious_sign_in", values }, language));
    expect(html).not.toMatch(/<(script|img)/i);
    expect(shownText(html).split(HOSTILE)).toHaveLength(5);
  });

  it("are not read as placeholders, nor as patterns of a replacement", () => {
    const values = { username: "{password}{brand}{code} $& $1", password: "$'{username}" };
    const { html, text, sms } = renderMessage(requestOf({ kind: "invitation", values }, language));
    for (const part of [shownText(html), text, sms]) expect(part).toContain("{password}{brand}{code} $& $1");
    for (const part of [shownText(html), text, sms]) expect(part).toContain("$'{username}");
  });

  it("cannot break a line, or reverse the direction of the surrounding text", () => {
    const device = "Firefox\r\nBcc: x@example.com\u202egnp.exe";
    const { text } = renderMessage(requestOf({ kind: "suspicious_sign_in", values: { device } }, language));
    expect(text).not.toMatch(/\nBcc:/);
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\r]/);
  });
});

describe.each(LANGUAGES)("the name of an account, in %s", (language) => {
  it.each([
    ["Acme", "\u201cAcme\u201d"],
    ["Acme\u201d Call us", "\u201cAcme' Call us\u201d"],
    ["\u00abAcme\u00bb \u300cAcme\u300d", "\u201c'Acme' 'Acme'\u201d"],
    ["see https://evil.example/x", "\u201csee https: //evil. example/x\u201d"],
    ["www.evil.example", "\u201cwww. evil. example\u201d"],
    ["Ac\u200bme\u202e\nBcc: x", "\u201cAcme Bcc: x\u201d"],
    ["x".repeat(300), `\u201c${"x".repeat(100)}\u201d`],
  ])("%j is shown in quotation marks, without a link, on its own line", (account, shown) => {
    const values = { account, token: "invite_1" };
    const { html, text } = renderMessage(requestOf({ kind: "account_invitation", values }, language));
    expect(text.split("\n").filter((line) => line.endsWith(`: ${shown}`))).toHaveLength(1);
    expect(shownText(html)).toContain(shown);
  });
});

describe("links", () => {
  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "http://example.com/",
    "http://127.0.0.1.example.com/",
    "//example.com",
    "https://example.com/ x",
    'https://example.com/"onclick=x',
    "",
  ])("to %p are left out", (link) => {
    const { html, text } = renderMessage(requestOf({ kind: "sign_in_link", values: { link } }, "en"));
    expect(html).not.toMatch(/href="(?!mailto:)/);
    expect(text).not.toMatch(/Sign in:\n/);
  });

  it.each(["https://example.com/s?a=1&b=2", "http://127.0.0.1:3000/s", "http://localhost/s"])(
    "to %p stand in both parts",
    (link) => {
      const { html, text } = renderMessage(requestOf({ kind: "sign_in_link", values: { link } }, "en"));
      expect(html).toContain(`href="${link.replace("&", "&amp;")}"`);
      expect(text).toContain(`Sign in:\n${link}\n`);
    },
  );
});

describe("an invitation by text message", () => {
  it.each(LANGUAGES)(
    "in %s cuts the user name, never the password, to stay within 140 characters",
    (language) => {
      const username = `${"ä𝒳".repeat(40)}@example.com`;
      const values = { username, password: "Temporary-Password-0123456789" };
      const { sms } = renderMessage(requestOf({ kind: "invitation", values }, language));
      expect(sms.length).toBeLessThanOrEqual(140);
      expect(sms).toContain(values.password);
      expect(sms).toContain("…");
      expect(sms.isWellFormed()).toBe(true);
    },
  );
});

describe("the language", () => {
  it.each([
    [["de-AT"], "de"],
    [["fr_CA.UTF-8"], "fr"],
    [["JA"], "ja"],
    [["tlh", "ar-EG"], "ar"],
    [[undefined, "es"], "es"],
    [["constructor", "__proto__", "de<script>", "x".repeat(200_000)], "en"],
    [[], "en"],
  ])("of %p is %p", (tags, expected) => {
    expect(languageOf(tags, "en")).toBe(expected);
  });
});
