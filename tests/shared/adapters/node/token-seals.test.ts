import { expect, it } from "@jest/globals";
import { tokenSeals } from "../../../../shared/adapters/node/token-seals.js";

it("opens a sealed token with the token before it, and with no other one", () => {
  const sealed = tokenSeals.seal("successor", "first");
  expect(tokenSeals.open(sealed, "first")).toBe("successor");
  expect(tokenSeals.open(sealed, "second")).toBeUndefined();
  expect(sealed).not.toContain("successor");
});

it("never gives the same text twice", () => {
  expect(tokenSeals.seal("successor", "first")).not.toBe(tokenSeals.seal("successor", "first"));
});

it("opens nothing that was changed, cut or never sealed", () => {
  const sealed = Buffer.from(tokenSeals.seal("successor", "first"), "base64url");
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(sealed.readUInt8(index) ^ 1, index);
    expect(tokenSeals.open(changed.toString("base64url"), "first")).toBeUndefined();
  }
  for (const text of ["", "x", sealed.subarray(0, 27).toString("base64url")])
    expect(tokenSeals.open(text, "first")).toBeUndefined();
});
