/** The join of the fidelity table's rows with a run of the tests. */
import { describe, expect, it } from "@jest/globals";
import {
  evidenceAfter,
  evidenceText,
  parseEvidence,
  referencesOf,
  referenceTo,
} from "../../scripts/fidelity/evidence.js";
import { renderPage } from "../../scripts/fidelity/render-page.js";
import { type ComponentFidelity, done, missing, unknowable } from "../../src/fidelity/row.js";

const file = "tests/bus/rules.test.ts";
const bus: ComponentFidelity = {
  folder: "bus",
  title: "Bus",
  rows: [
    done("behaviour", "Rules", "rules: matches"),
    missing("behaviour", "Pipes", "use a rule"),
    unknowable("behaviour", "Sizes", "all | nothing", "rules: counts bytes"),
  ],
};
const references = referencesOf([bus]);
const run = (statuses: Record<string, string>, whole = false) => ({
  files: [file],
  results: Object.entries(statuses).map(([title, status]) => ({ file, title, status })),
  whole,
});
const all = { "a rule matches": "passed", "a rule counts bytes": "passed", "is not named": "failed" };

describe("a row is borne out", () => {
  it("by every test that has its words in the title, and by nothing else", () => {
    const { evidence, faults } = evidenceAfter(
      references,
      run({ ...all, "an archive matches": "passed" }),
      [],
    );

    expect(faults).toEqual([]);
    expect(evidence.map(({ title }) => title)).toEqual([
      "a rule counts bytes",
      "a rule matches",
      "an archive matches",
    ]);
  });

  it.each([
    ["is not there", { "a rule counts bytes": "passed" }, "no test title contains these words"],
    ["was skipped", { ...all, "a rule matches": "pending" }, "pending: a rule matches"],
    ["failed", { ...all, "a rule matches": "failed" }, "failed: a rule matches"],
    ["failed for one of its cases", { ...all, "it matches too": "failed" }, "failed: it matches too"],
  ])("not by a test that %s", (_, statuses, fault) => {
    expect(evidenceAfter(references, run(statuses), []).faults).toEqual([
      expect.stringContaining(`${file}: matches – ${fault}`),
    ]);
  });

  it("by an earlier run of its file, unless all tests ran without it", () => {
    const before = evidenceAfter(references, run(all), []).evidence;
    const elsewhere = { files: [], results: [], whole: false };

    expect(evidenceAfter(references, elsewhere, before)).toEqual({ evidence: before, faults: [] });
    expect(evidenceAfter(references, { ...elsewhere, whole: true }, before).faults).toEqual([
      `${file} – none of its tests ran`,
    ]);
  });
});

it("writes evidence as lines that are read unchanged", () => {
  const { evidence } = evidenceAfter(references, run(all), []);

  expect(parseEvidence(evidenceText(evidence))).toEqual(evidence);
});

it("finds tests beside the component's folder, and refuses a reference without words", () => {
  expect(referenceTo("bus", "../e2e/start: starts: soon")).toEqual({
    file: "tests/e2e/start.test.ts",
    words: "starts: soon",
  });
  expect(() => referenceTo("bus", "rules")).toThrow(/must reference a test/);
});

describe("the page", () => {
  const { evidence } = evidenceAfter(references, run(all), []);

  it("counts the states and shows the tests by their whole titles", () => {
    const page = renderPage([bus], evidence);

    expect(page).toContain("| Bus | 1 | 0 | 1 | 1 |");
    expect(page).toContain("| Rules | done |  | `bus/rules`: a rule matches |");
    expect(page).toContain("| Pipes | not | use a rule |  |");
    expect(page).toContain("stricter reading: all \\| nothing | `bus/rules`: a rule counts bytes |");
  });

  it("is not made while a row waits for its test", () => {
    expect(() => renderPage([bus], evidence.slice(1))).toThrow(/No passed test in the evidence for bus/);
  });
});
