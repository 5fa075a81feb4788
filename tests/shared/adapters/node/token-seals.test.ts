import { expect, it } from "@jest/globals";
import { tokenSeals } from "../../../../shared/adapters/node/token-seals.js";

it("decrypts a token with the replaced token, and with no other one", () => {
  const sealed = tokenSeals.seal("successor", "first");
  expect(tokenSeals.open(sealed, "first")).toBe("successor");
  expect(tokenSeals.open(sealed, "second")).toBeUndefined();
  expect(sealed).not.toContain("successor");
});

it("never returns the same text twice", () => {
  expect(tokenSeals.seal("successor", "first")).not.toBe(tokenSeals.seal("successor", "first"));
});

it("decrypts no changed, shortened or unknown text", () => {
  const sealed = Buffer.from(tokenSeals.seal("successor", "first"), "base64url");
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(sealed.readUInt8(index) ^ 1, index);
    expect(tokenSeals.open(changed.toString("base64url"), "first")).toBeUndefined();
  }
  for (const text of ["", "x", sealed.subarray(0, 27).toString("base64url")])
    expect(tokenSeals.open(text, "first")).toBeUndefined();
});
