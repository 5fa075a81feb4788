/** The row of the stage's floor, as functions of other versions and an older time may have left it. */
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, it } from "@jest/globals";
import type { Row } from "../../../../shared/adapters/dynamo/rows.js";
import { dynamoAnswerFloors } from "../../../../shared/adapters/dynamo/sign-in/answer-floors.js";
import { signedDocuments } from "../../../../shared/adapters/dynamo/signed-documents.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import { NOW } from "../../../support/users.js";

const NOW_SECONDS = Date.parse(NOW) / 1000;
const steps = [[1_735_689_600_123, 2_150]];
const whole = { pk: "FLOOR#answers", version: 7, steps, expires_at: NOW_SECONDS + 1 };
const found = { version: 7, steps: [{ since: 1_735_689_600_123, floorMs: 2_150 }] };

const read = (change: Row) => {
  const item = marshall({ ...whole, ...change }, { removeUndefinedValues: true });
  const ports = memoryPorts({ now: NOW });
  const documents = signedDocuments(async () => ({ Item: item }), ports.deadline);
  return dynamoAnswerFloors({ ...ports, documents, guardTable: "guard" }).read();
};

it("a floor counts until its time is over; its version stays, so that the next one replaces it", async () => {
  expect(await read({})).toEqual(found);
  expect(await read({ expires_at: NOW_SECONDS })).toEqual({ version: 7, steps: [] });
});

it.each([
  ["a step without a floor", [...steps, [1]]],
  ["a step whose floor is a text", [...steps, [1, "2"]]],
  ["a step whose time is a text", [["1", 2], ...steps]],
  ["a step that is no pair", [{ since: 1 }, ...steps, null]],
])("%s is left out", async (_, value) => {
  expect(await read({ steps: value })).toEqual(found);
});

it("steps that are no list are none", async () => {
  expect(await read({ steps: "all" })).toEqual({ version: 7, steps: [] });
});

it.each([{ version: undefined }, { version: "7" }, { expires_at: undefined }])(
  "a floor with %j is unknown",
  async (change) => {
    expect(await read(change)).toBeUndefined();
  },
);
