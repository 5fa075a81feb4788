import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { credentialOf } from "../../../shared/domain/credential.js";

const KINDS: [string, string | undefined, string | undefined, object][] = [
  ["nothing", undefined, undefined, { kind: "none" }],
  ["two empty headers", "", "", { kind: "none" }],
  ["a token", "Bearer a.b.c", undefined, { kind: "token", token: "a.b.c" }],
  ["a token, whatever the scheme's casing", "bEARER a.b.c", "", { kind: "token", token: "a.b.c" }],
  ["a token in the header of keys", undefined, "Bearer a.b.c", { kind: "token", token: "a.b.c" }],
  ["a key", undefined, "ilk_live_1_x_2", { kind: "key", key: "ilk_live_1_x_2" }],
  ["a key in Authorization", "9f+/A==", undefined, { kind: "key", key: "9f+/A==" }],
  ["a token without a scheme, which is a key", "eyJ.a.b", undefined, { kind: "key", key: "eyJ.a.b" }],
  ["a key that begins like a scheme", "bearerx", undefined, { kind: "key", key: "bearerx" }],
  ["both headers", "Bearer a.b.c", "key", { kind: "refused", reason: "two_credentials" }],
  ["the same key twice", "key", "key", { kind: "refused", reason: "two_credentials" }],
  ["two tokens", "Bearer a.b.c, Bearer a.b.c", undefined, { kind: "refused", reason: "scheme" }],
  ["a list of tokens", "Bearer a.b.c,d.e.f", undefined, { kind: "refused", reason: "scheme" }],
  ["a list of keys", undefined, "one,two", { kind: "refused", reason: "scheme" }],
  ["the scheme alone", "Bearer", undefined, { kind: "refused", reason: "scheme" }],
  ["the scheme and a space", "Bearer ", undefined, { kind: "refused", reason: "scheme" }],
  ["a token behind two spaces", "Bearer  a.b.c", undefined, { kind: "token", token: "a.b.c" }],
  ["the scheme and two spaces", "Bearer  ", undefined, { kind: "refused", reason: "scheme" }],
  ["a space in a token", "Bearer  a b", undefined, { kind: "refused", reason: "scheme" }],
  ["a tab", "Bearer\ta.b.c", undefined, { kind: "refused", reason: "scheme" }],
  ["another scheme", "Basic Z29vZA==", undefined, { kind: "refused", reason: "scheme" }],
  ["a key with a line break", undefined, "key\r\nx: y", { kind: "refused", reason: "scheme" }],
  ["a key that is too long", undefined, "k".repeat(1025), { kind: "refused", reason: "scheme" }],
  ["a key beyond ASCII", undefined, "ké", { kind: "refused", reason: "scheme" }],
];

describe("the credential of a request", () => {
  it.each(KINDS)("with %s", (_, authorization, apiKey, expected) => {
    expect(credentialOf({ authorization, apiKey })).toEqual(expected);
  });

  it("is one of four kinds for any text, and a token only behind the scheme", () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (authorization, apiKey) => {
        const credential = credentialOf({ authorization, apiKey });
        expect(["token", "key", "none", "refused"]).toContain(credential.kind);
        const text = authorization || apiKey || "";
        if (credential.kind === "token") expect(text).toMatch(/^bearer +[^ \t,]+$/is);
        if (credential.kind === "key") expect(text).toBe(credential.key);
        if (authorization !== "" && (apiKey ?? "") !== "") expect(credential.kind).toBe("refused");
      }),
    );
  });
});
