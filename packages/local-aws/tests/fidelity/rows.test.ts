/** What the rows of the fidelity table must cover, whatever the tests say. */
import * as eventBridge from "@aws-sdk/client-eventbridge";
import * as secretsManager from "@aws-sdk/client-secrets-manager";
import { expect, it } from "@jest/globals";
import { assembleBus } from "../../src/event-bus/assemble-bus.js";
import { eventBusFidelity } from "../../src/event-bus/fidelity.js";
import { stackFidelity } from "../../src/fidelity/components.js";
import { type FidelityArea, listed } from "../../src/fidelity/row.js";
import { secretsFidelity } from "../../src/secrets/fidelity.js";
import { secretOperations } from "../../src/secrets/secret-operations.js";
import { SecretStore } from "../../src/secrets/secret-store.js";
import { userPoolFidelity } from "../../src/user-pool/fidelity/index.js";
import { oauthPaths } from "../../src/user-pool/oauth/routes.js";
import { missingOperations } from "../../src/user-pool/operations/missing-operations.js";
import { operations } from "../../src/user-pool/operations/table.js";
import { manualTimers } from "../event-bus/manual-timers.js";
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

it("lists no implemented operation as missing", () => {
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

const commandsOf = (client: object): string[] =>
  Object.keys(client)
    .filter((name) => /^[A-Z]\w+Command$/.test(name))
    .map((name) => name.slice(0, -"Command".length));

const busOperations = (): string[] => {
  const invoke = async () => ({ statusCode: 200, payload: "" });
  const { signal } = new AbortController();
  return Object.keys(assembleBus({ invoke }, manualTimers(), signal).operations);
};

const operationsOfSecrets = (): string[] => {
  const store = new SecretStore([], () => {});
  return Object.keys(secretOperations({ store, arnPrefix: "arn", now: () => 0 }));
};

it.each([
  ["event bus", eventBusFidelity, busOperations(), commandsOf(eventBridge)],
  ["secrets", secretsFidelity, operationsOfSecrets(), commandsOf(secretsManager)],
])("has each operation of the %s in exactly one row, there or not", (_, { rows }, present, known) => {
  const ofState = (isThere: boolean) =>
    rows
      .filter(({ area, state }) => area === "operation" && (state !== "not") === isThere)
      .flatMap(listed)
      .sort();

  expect(ofState(true)).toEqual([...present].sort());
  expect([...ofState(true), ...ofState(false)].sort()).toEqual([...known].sort());
});
