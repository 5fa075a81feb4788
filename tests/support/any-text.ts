/** Random texts for the entry points: plain words, every script, and what no text may hold. */
import fc from "../../packages/local-aws/tests/support/property.js";

const AWKWARD = [
  ...["\ud800", "\udfff", "\u0000", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u2028", "\u200b", "\u200d"],
  ...["\u202e", "\u2066", "\ufeff", "\u00ad", "\u2800", "\u3164", "\ufe0f", "\u0301", "\ue000", "\u{e0001}"],
  ...[
    "e\u0301",
    "\u212b",
    "\u1e9b\u0323",
    "हिन्दी",
    "ทีม",
    "日本",
    "🚀",
    "R&D",
    "O'Neil",
    "C++",
    "#",
    "/",
    ":",
    ",",
    "%",
  ],
  ...["https://x", "www.x", "evil.example", "{code}", "<b>", "__proto__", " ", "  ", "x".repeat(64)],
];
const words = fc.array(fc.constantFrom(...AWKWARD, "team", "Acme"), { minLength: 1, maxLength: 4 });
const units = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));

export const anyText = fc.oneof(
  words.map((all) => all.join("")),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: units }),
);

/** The lone surrogates, and the characters without a visible form, that a text can hide in front of, in or after a word. */
export const LOOK_ALIKES = ["\u200b", "\u200d", "\u00ad", "\ufe0f", "\u2800", "\u202e", "\ud800"].flatMap(
  (hidden) => [`${hidden}team`, `te${hidden}am`, `team${hidden}`],
);
