import { describe, expect, it } from "@jest/globals";
import { cpuTime } from "../../../packages/local-aws/tests/support/cpu-time.js";
import fc from "../../../packages/local-aws/tests/support/property.js";
import {
  byteLength,
  cleanedText,
  hasHidden,
  hasLink,
  isForeignId,
  isId,
  keptGroup,
  keptLabel,
  keptName,
  withoutLinks,
} from "../../../shared/domain/text.js";

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

describe("a name", () => {
  it.each([
    ["  Acme  ", "Acme"],
    ["Caf\u0065\u0301", "Café"],
    ["x".repeat(100), "x".repeat(100)],
    ["🚀".repeat(100), "🚀".repeat(100)],
    ["<b>Acme</b> & Söhne", "<b>Acme</b> & Söhne"],
    ["株式会社\u3000山田", "株式会社 山田"],
    ["Acme  Ltd.", "Acme Ltd."],
    ["J. R. Smith, M.D.", "J. R. Smith, M.D."],
    ["हिन्दी", "हिन्दी"],
    ["", undefined],
    [" \t ", undefined],
    ["x".repeat(101), undefined],
    ["Acme\nBcc: x", undefined],
    ["Acme\u2029x", undefined],
    ["Acme \udc00", undefined],
    ["\u200b\u200b", undefined],
    ["\u202e\u202d", undefined],
    ["\u2800", undefined],
    ["\u0301", undefined],
    ["Win a prize: https://evil.example/x", undefined],
    ["www.evil.example", undefined],
    ["evil.example", undefined],
    ["evil\uff0eexample", undefined],
    ["evil\u3002example", undefined],
    ["мошенник.рф", undefined],
    ["write to mailto:eve@evil.example", undefined],
  ])("%j is kept as %j", (typed, kept) => {
    expect(keptName(typed)).toBe(kept);
  });

  it("that is kept is kept as it is, and is one visible line without a link", () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const kept = keptName(typed);
        if (kept === undefined) return;
        expect(keptName(kept)).toBe(kept);
        expect(kept).toBe(kept.normalize("NFC"));
        expect(kept).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u);
        expect(hasLink(kept)).toBe(false);
      }),
    );
  });
});

describe("a label", () => {
  it.each([
    "Finance",
    "Forschung & Lehre",
    "Büro 2",
    "R&D",
    "O'Neil's team",
    "C++",
    ".NET",
    "हिन्दी",
    "ทีม",
    "प्रबंधन टीम",
    "Nightly export",
    "日本語 🗝",
    "x".repeat(64),
  ])("can be %j", (label) => {
    expect(keptLabel(label)).toBe(label);
  });

  it.each([
    "",
    " x",
    " padded",
    "two  spaces",
    "no-break\u00a0space",
    "x".repeat(65),
    "two\nlines",
    "a\u2028b",
    "bell\u0007",
    "right\u202eleft",
    "Sales\u200b",
    "Sales\ufe0f",
    "Sales\u00ad",
    "\ud800",
    "\u0301x",
  ])("cannot be %j", (label) => {
    expect(keptLabel(label)).toBeUndefined();
  });

  it("is kept composed", () => {
    expect(keptLabel("Bu\u0308ro")).toBe("Büro");
  });
});

describe("a group", () => {
  it.each([
    ["beta", "beta"],
    ["R&D", "R&D"],
    ["e\u0301quipe", "équipe"],
    ["ทีม", "ทีม"],
    ["", undefined],
    ["a b", undefined],
    ["a,b", undefined],
    ["a\u200bb", undefined],
    ["\ud800", undefined],
    ["x".repeat(129), undefined],
    ["ท".repeat(86), undefined],
  ])("%j is kept as %j", (typed, kept) => {
    expect(keptGroup(typed)).toBe(kept);
  });

  it("fits into a row key, with the bytes that it is stored with", () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const kept = keptGroup(typed);
        expect(kept === undefined || (kept.isWellFormed() && byteLength(kept) <= 256)).toBe(true);
      }),
    );
  });
});

it.each([
  ["usr_1", true],
  ["a.b:c@d-e", true],
  ["", false],
  ["a b", false],
  ["usr_1\n", false],
  ["ä", false],
  ["x".repeat(129), false],
])("%j is an id: %p", (text, expected) => {
  expect(isId(text)).toBe(expected);
});

it.each([
  ["legacy 42/ä", true],
  ["x".repeat(256), true],
  ["ä".repeat(129), false],
  ["", false],
  [" 42", false],
  ["42\u00a0", false],
  ["4\u200b2", false],
  ["\ud800", false],
])("%j is an id of another system: %p", (text, expected) => {
  expect(isForeignId(text)).toBe(expected);
});

describe("a cleaned text", () => {
  it("loses what would be refused, and nothing else", () => {
    expect(cleanedText("Zoe\u0308\u200b\u202e \ud800\n12\u00a0b")).toBe("Zoë \ufffd 12 b");
    fc.assert(
      fc.property(anyText, (held) => {
        expect(hasHidden(cleanedText(held))).toBe(false);
        expect(cleanedText(cleanedText(held))).toBe(cleanedText(held));
      }),
    );
  });
});

describe("a text in a mail", () => {
  it("has no link", () => {
    expect(withoutLinks("Pay at https://evil.example/x")).toBe("Pay at https: //evil. example/x");
    expect(withoutLinks("Acme Ltd. & Co")).toBe("Acme Ltd. & Co");
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("w", "a", ".", ":", "/", " ", "\u3002", "\uff0e") }),
        (text) => {
          expect(hasLink(withoutLinks(text))).toBe(false);
        },
      ),
    );
  });

  it("is judged in time that grows with its length only", async () => {
    const hostile = "a.".repeat(50_000);
    const work = await cpuTime(() => expect(hasLink(`${hostile}@`)).toBe(false));
    expect(work).toBeLessThan(200);
  });
});
