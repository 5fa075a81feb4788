import { describe, expect, it } from "@jest/globals";
import { cpuTime } from "../../../packages/local-aws/tests/support/cpu-time.js";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { emailDomain, isEmail, normaliseIdentifier } from "../../../shared/domain/identifier.js";
import { maskedDestination } from "../../../shared/domain/masked-destination.js";

const typed = fc.string({ unit: "binary" });
/** Letters whose lower case composes with a mark although their upper case does not. */
const awkward = fc.constantFrom(
  "J\u030c",
  "H\u0331",
  "T\u0308",
  "W\u030a",
  "\u0130",
  "\u1e9e",
  "\u212a",
  "\u03f4",
  "Σ",
);
const name = fc.oneof(
  typed,
  fc.array(fc.oneof(awkward, fc.string({ unit: "grapheme" }))).map((all) => all.join("")),
);

describe("normalising an identifier", () => {
  it("twice changes nothing more", () => {
    fc.assert(
      fc.property(
        name,
        (text) => normaliseIdentifier(normaliseIdentifier(text)) === normaliseIdentifier(text),
      ),
    );
  });

  it("finds one spelling for composed and decomposed letters", () => {
    fc.assert(
      fc.property(
        name,
        (text) => normaliseIdentifier(text.normalize("NFD")) === normaliseIdentifier(text.normalize("NFC")),
      ),
    );
  });

  it("finds one spelling for plain letters in any casing and with space around", () => {
    const plain = fc.stringMatching(/^[a-z0-9.+_-]{1,20}@[a-z0-9-]{1,20}\.[a-z]{2,6}$/);
    fc.assert(fc.property(plain, (text) => normaliseIdentifier(`\t ${text.toUpperCase()}\n`) === text));
  });

  it.each([
    ["RENÉE@example.com", "rene\u0301e@EXAMPLE.com"],
    ["J\u030cana@example.com", "ǰana@example.com"],
    ["K@example.com", "\u212a@example.com"],
  ])("treats %s and %s as one user", (one, other) => {
    expect(normaliseIdentifier(one)).toBe(normaliseIdentifier(other));
  });
});

describe("an e-mail address", () => {
  it.each([
    "ada@example.com",
    "a+b@x.co",
    "üñî@bücher.example",
    "o'hara@mail.example.com",
    `a@${"b".repeat(122)}.com`,
  ])("can be %s", (value) => {
    expect(isEmail(value)).toBe(true);
  });

  it.each([
    "ada",
    "@example.com",
    "ada@",
    "ada@localhost",
    "ada@@example.com",
    "ada@example..com",
    "ada@.example.com",
    "ada@example.com.",
    "a da@example.com",
    "ada@exam\u2028ple.com",
    "ada\r\nBcc:eve@example.com",
    "ada@example.com\u0000",
    `${"a".repeat(65)}@example.com`,
    `a@${"b".repeat(250)}.com`,
    `a@${"b".repeat(123)}.com`,
    "ada\u200b@example.com",
    "ada\u00ad@example.com",
    "ada\u3164@example.com",
    "ada\u115f@example.com",
    "ada\ufe0f@example.com",
    "ada\u2800@example.com",
    "ada@exam\u202eple.com",
    "ada@exam\u2066ple.com",
    "ada\u{e0001}@example.com",
    "ada\ud800@example.com",
    "ada\u00a0b@example.com",
  ])("cannot be %j", (value) => {
    expect(isEmail(value)).toBe(false);
  });

  it("has no second domain that a rule could miss", () => {
    fc.assert(fc.property(typed, (text) => !isEmail(text) || text.split("@")[1] === emailDomain(text)));
  });

  it("is judged in time that grows with its length only", async () => {
    const hostile = `a@${"a.".repeat(50_000)}@`;
    const work = await cpuTime(() => expect(isEmail(hostile)).toBe(false));
    expect(work).toBeLessThan(100);
  });
});

describe("a masked destination", () => {
  it("shows the first character of each part and nothing else", () => {
    expect(maskedDestination("ada@example.com")).toBe("a***@e***");
    expect(maskedDestination("👩‍🚀x@bücher.example")).toBe("👩***@b***");
  });

  it("of any address is as short as any other", () => {
    fc.assert(fc.property(fc.emailAddress(), (email) => [...maskedDestination(email)].length === 9));
  });
});
