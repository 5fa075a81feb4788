import { readFile } from "node:fs/promises";
import { expect, it } from "@jest/globals";
import { userPoolFidelity } from "../../../local/user-pool/fidelity.js";
import { missingOperations } from "../../../local/user-pool/operations/missing-operations.js";

it("names, for each part that is there, a test that exists", async () => {
  const unfounded: string[] = [];
  for (const { name, state, test = "" } of userPoolFidelity) {
    if (state === "not") continue;
    const [file = "", title = ""] = test.split(": ");
    const source = await readFile(new URL(`${file}.test.ts`, import.meta.url), "utf8").catch(() => "");
    if (title === "" || !source.includes(title)) unfounded.push(`${name}: ${test}`);
  }

  expect(unfounded).toEqual([]);
});

it("says of each part once how faithful it is", () => {
  const names = userPoolFidelity.map(({ area, name }) => `${area} ${name}`);

  expect(new Set(names).size).toBe(names.length);
});

it("calls no operation done that is missing", () => {
  const words = userPoolFidelity
    .filter(({ area, state }) => area === "operation" && state !== "not")
    .flatMap(({ name }) => name.split(/[^A-Za-z]+/));

  expect(words.filter((word) => missingOperations.has(word))).toEqual([]);
});
