/** What the rows of the fidelity table must cover, whatever the tests say. */
import { expect, it } from "@jest/globals";
import { stackFidelity } from "../../../local/fidelity/components.js";
import { type FidelityArea, listed } from "../../../local/fidelity/row.js";
import { userPoolFidelity } from "../../../local/user-pool/fidelity.js";
import { oauthPaths } from "../../../local/user-pool/oauth/routes.js";
import { missingOperations } from "../../../local/user-pool/operations/missing-operations.js";
import { operations } from "../../../local/user-pool/operations/table.js";
import { triggerCatalogue } from "../user-pool/trigger-catalogue.js";

const ofPool = (area: FidelityArea) => userPoolFidelity.rows.filter((row) => row.area === area);

it("names each part of a component once", () => {
  for (const { folder, rows } of stackFidelity) {
    const names = rows.map(({ area, name }) => `${folder} ${area} ${name}`);
    expect(names).toEqual([...new Set(names)]);
  }
});

it("has each operation of the pool in exactly one row, and calls no other one done", () => {
  const present = ofPool("operation").filter(({ state }) => state !== "not");

  expect(present.flatMap(listed).sort()).toEqual([...operations.keys()].sort());
});

it("says of no operation that is there that it is not", () => {
  const absent = ofPool("operation").filter(({ state }) => state === "not");

  expect(absent.flatMap(listed).filter((name) => !missingOperations.has(name))).toEqual([]);
});

it("has each trigger source in exactly one row", () => {
  expect(ofPool("trigger").flatMap(listed).sort()).toEqual([...triggerCatalogue].sort());
});

it("has a row for each endpoint and page", () => {
  const words = ofPool("flow").flatMap(({ name }) => name.split(" "));

  expect(oauthPaths.filter((path) => !words.includes(`/${path}`))).toEqual([]);
});
