import { expect, it } from "@jest/globals";
import { edge } from "../../../shared/config/index.js";

const EDGE_SECRET = "identity-lifecycle/test/edge";

it.each([
  ["cloudfront", EDGE_SECRET],
  ["none", undefined],
])("%s: the secret that proves the distribution is %p", (EDGE, secret) => {
  expect(edge({ EDGE, EDGE_SECRET })).toBe(secret);
});

it("none needs no name of a secret", () => {
  expect(edge({ EDGE: "none" })).toBeUndefined();
});

it.each([
  ["cloudfront without the name of the secret", { EDGE: "cloudfront" }, /EDGE_SECRET/],
  ["cloudfront with an empty name", { EDGE: "cloudfront", EDGE_SECRET: "" }, /EDGE_SECRET/],
  ["a value outside of the list", { EDGE: "CloudFront", EDGE_SECRET }, /EDGE/],
  ["an empty value", { EDGE: "", EDGE_SECRET }, /EDGE/],
  ["no value", { EDGE_SECRET }, /EDGE/],
])("refuses %s", (_, environment, words) => {
  expect(() => edge(environment)).toThrow(words);
});
