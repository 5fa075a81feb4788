import * as sdk from "@aws-sdk/client-eventbridge";
import { afterEach, expect, it } from "@jest/globals";
import { missingOperations } from "../../src/event-bus/missing-operations.js";
import { busFixture, closeFixtures } from "./bus-fixture.js";

afterEach(closeFixtures);

const commands = Object.keys(sdk)
  .filter((name) => name.endsWith("Command") && name !== "$Command")
  .map((name) => name.slice(0, -"Command".length));

/** The error of an operation without input. */
const answerTo = async (url: string, operation: string): Promise<string> => {
  const headers = { "x-amz-target": `AWSEvents.${operation}`, "content-type": "application/x-amz-json-1.1" };
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  return ((await response.json()) as { __type?: string }).__type ?? "no error";
};

it.each(commands)("the operation %s of the SDK is served, or refused by name", async (operation) => {
  const { bus } = await busFixture();
  const answer = await answerTo(bus.url, operation);

  if (missingOperations.has(operation)) expect(answer).toBe("NotImplementedException");
  else expect(answer).not.toMatch(/NotImplemented|UnknownOperation|Internal/);
});

it("nothing is listed as missing that the SDK does not have", () => {
  expect([...missingOperations].filter((name) => !commands.includes(name))).toEqual([]);
});

it("an operation that does not exist is unknown", async () => {
  const { bus } = await busFixture();

  expect(await answerTo(bus.url, "MakeCoffee")).toBe("UnknownOperationException");
});

it("names the operation that is not here", async () => {
  const { client } = await busFixture();

  await expect(client.send(new sdk.ListEndpointsCommand({}))).rejects.toMatchObject({
    name: "NotImplementedException",
    message: "The operation ListEndpoints is not implemented locally.",
  });
});
