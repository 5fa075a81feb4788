import { expect, it } from "@jest/globals";
import { noOriginProof, secretOriginProof } from "../../../../shared/adapters/aws/origin-proof.js";
import { Secret } from "../../../../shared/domain/secret.js";

const secrets = { value: async (name: string) => new Secret(name === "stage/edge" ? "right" : "other") };

it.each([
  ["right", true],
  ["wrong", false],
  ["", false],
  [undefined, false],
])("the header %j proves the distribution: %s", async (given, holds) => {
  expect(await secretOriginProof("stage/edge", secrets).holds(given)).toBe(holds);
  expect(await noOriginProof().holds(given)).toBe(false);
});
