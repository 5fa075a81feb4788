import { describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "../../../../shared/domain/messages/language.js";
import { renderMessage } from "../../../../shared/domain/messages/render-message.js";
import { WORDINGS } from "../../../../shared/domain/messages/words/index.js";
import { CONTENTS, EVERY_MESSAGE, requestOf, shownText } from "../../../support/messages.js";

const LONG_BRAND = { name: "An Example Company of 32 Letters" };

describe.each(EVERY_MESSAGE)("%s", (_, request) => {
  const { subject, html, text, sms } = renderMessage(request);

  it("is within Cognito's limits, also under the longest brand name", () => {
    const long = renderMessage({ ...request, brand: { ...request.brand, ...LONG_BRAND } });
    expect(LONG_BRAND.name).toHaveLength(32);
    expect(long.sms.length).toBeLessThanOrEqual(140);
    expect(long.subject.length).toBeLessThanOrEqual(140);
    expect(long.html.length).toBeLessThanOrEqual(20_000);
  });

  it("leaves no placeholder of ours unfilled", () => {
    for (const part of [subject, shownText(html), text, sms]) expect(part).not.toMatch(/\{[a-z]+\}/i);
  });

  it("says in the text part all that the HTML part shows, in the same order", () => {
    const inOrder = shownText(html).replace(/\s/g, "");
    let from = 0;
    // Addresses of links are written out in the text part only, and labels get a colon there.
    for (const line of text.split("\n").filter((each) => each !== "" && !/^https?:/.test(each))) {
      for (const part of line.split(/: (?=\S)|:$/)) {
        const at = inOrder.indexOf(part.replace(/\s/g, ""), from);
        expect({ part, found: at >= from }).toEqual({ part, found: true });
        from = at;
      }
    }
  });

  it("declares its language and direction, and needs neither pictures nor scripts", () => {
    const { language } = request;
    const direction = language === "ar" ? "rtl" : "ltr";
    expect(html).toContain(`<html lang="${language}" dir="${direction}"`);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/<img|<script|<link|@import|url\(|\son\w+=/i);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  it("has tags that open and close in order", () => {
    const open: string[] = [];
    for (const [, slash, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (["meta", "br"].includes(name)) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it("keeps the secret out of the subject and of the preview line", () => {
    const preview = /<div style="display:none[^>]*>([^<]*)/.exec(html)?.[1] ?? "";
    const secrets = [
      "code" in request.values && request.values.code,
      "password" in request.values && request.values.password,
      "token" in request.values && request.values.token,
    ];
    for (const secret of secrets.filter((each) => typeof each === "string")) {
      expect(`${subject}${preview}`).not.toContain(secret);
      expect(shownText(html)).toContain(secret);
      expect(html.match(/user-select:all">[^<]+</g)).toHaveLength(1);
    }
    expect(preview.length).toBeGreaterThan(20);
  });
});

describe("the words", () => {
  it("of every language are its own", () => {
    const said = LANGUAGES.flatMap((language) =>
      Object.values(WORDINGS[language].kinds).flatMap(({ subject, intro, sms }) => [subject, intro, sms]),
    );
    expect(new Set(said).size).toBe(said.length);
  });

  it("of every kind differ within a language", () => {
    for (const language of LANGUAGES) {
      const subjects = CONTENTS.filter((each) => !("username" in each.values)).map(
        (content) => renderMessage(requestOf(content, language)).subject,
      );
      expect(new Set(subjects).size).toBe(subjects.length);
    }
  });

  it("say durations in the language, with the digits of the code", () => {
    const valid = LANGUAGES.map(
      (language) =>
        renderMessage(requestOf({ kind: "sign_up", values: { code: "1", validMinutes: 10 } }, language)).text,
    );
    expect(valid.map((text) => text.includes("10"))).toEqual(LANGUAGES.map(() => true));
    expect(valid[1]).toContain("10 Minuten");
  });
});
