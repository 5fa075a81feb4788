import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { tokenReader } from "../../../shared/domain/token-text.js";

const encode = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const HEADER = { alg: "RS256", kid: "key-1" };
const tokenOf = (header: unknown, payload: unknown = { sub: "sub-1" }, signature = "AQID"): string =>
  `${encode(header)}.${encode(payload)}.${signature}`;

const readToken = (token: string) => tokenReader()(token);

const signature = fc
  .uint8Array({ minLength: 1, maxLength: 60 })
  .map((bytes) => Buffer.from(bytes).toString("base64url"));

describe("a token's text", () => {
  it("gives the key's id and the claims", () => {
    const token = tokenOf({ ...HEADER, typ: "JWT" }, { sub: "é" });
    expect(readToken(token)).toEqual({ kid: "key-1", claims: { sub: "é" } });
  });

  it("passes with any bytes for a signature, in their canonical spelling", () => {
    fc.assert(fc.property(signature, (text) => typeof readToken(tokenOf(HEADER, {}, text)) === "object"));
  });

  it("has one spelling only: no other text with the same bytes passes", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const bytes = (value: string) => Buffer.from(value, "base64url").toString("hex");
    fc.assert(
      fc.property(signature, fc.constantFrom(...letters), (text, letter) => {
        const other = text.slice(0, -1) + letter;
        if (other !== text && bytes(other) === bytes(text))
          expect(readToken(tokenOf(HEADER, {}, other))).toBe("malformed");
      }),
      { numRuns: 2_000 },
    );
  });

  const [header, payload] = [encode(HEADER), encode({ sub: "sub-1" })];
  it.each([
    ["nothing", ""],
    ["two parts", `${header}.${payload}`],
    ["four parts", `${header}.${payload}.YQ.YQ`],
    ["an empty signature", `${header}.${payload}.`],
    ["no header", `.${payload}.YQ`],
    ["no claims", `${header}..YQ`],
    ["padding", `${header}.${payload}.YQ==`],
    ["plain base64", `${header}.${payload}.+/8`],
    ["white space", `${header}.${payload}.YQ `],
    ["a line break", `${header}.${payload}.YQ\n`],
    ["a length that base64 cannot have", `${header}.${payload}.YWFhYW`],
    ["letters beyond ASCII", `${header}.${payload}.YQé`],
    ["claims that are a list", tokenOf(HEADER, [])],
    ["claims that are no object", tokenOf(HEADER, "7")],
    ["claims that are null", tokenOf(HEADER, "null")],
    ["claims that are no JSON", tokenOf(HEADER, "{")],
    [
      "claims that are no UTF-8",
      `${header}.${Buffer.from('{"a":"\xff"}', "latin1").toString("base64url")}.YQ`,
    ],
    ["claims behind a mark of byte order", tokenOf(HEADER, '\ufeff{"sub":"a"}')],
    ["a header that is no object", tokenOf("5")],
    ["a header that is no JSON", tokenOf("{")],
    [
      "a header that is no UTF-8",
      `${Buffer.from('{"kid":"\xff"}', "latin1").toString("base64url")}.${payload}.YQ`,
    ],
  ])("is malformed with %s", (_, text) => {
    expect(readToken(text)).toBe("malformed");
  });

  it.each([8_193, 65_536, 1_048_576])("is refused at %d bytes without a look at it", (size) => {
    expect(readToken("!".repeat(size))).toBe("too_large");
  });

  it("may be 8 KB long", () => {
    expect(readToken("!".repeat(8_192))).toBe("malformed");
  });
});

describe("a token's header", () => {
  it.each([
    "none",
    "None",
    "nOnE",
    "NONE",
    "HS256",
    "RS384",
    "RS512",
    "PS256",
    "ES256",
    "rs256",
    "",
    undefined,
    null,
    7,
    ["RS256"],
  ])("is refused with the algorithm %p", (alg) => {
    expect(readToken(tokenOf({ ...HEADER, alg }))).toBe("algorithm");
  });

  it.each([
    { crit: [] },
    { crit: ["exp"] },
    { crit: ["unknown"], unknown: 1 },
    { jwk: {} },
    { jku: "https://evil.example" },
    { x5u: "https://evil.example" },
    { x5c: [] },
    { x5t: "a" },
    { cty: "JWT" },
    { zip: "DEF" },
    { b64: false },
    { typ: "dpop+jwt" },
    { typ: "at+jwt" },
    { typ: "jwt" },
    { typ: ["JWT"] },
  ])("is refused with %j, which could change how it is verified", (extra) => {
    expect(readToken(tokenOf({ ...HEADER, ...extra }))).toBe("algorithm");
  });

  it.each([
    undefined,
    "",
    7,
    null,
    {},
    ["key-1"],
    "https://evil.example/key",
    "../../etc/passwd",
    "key\r\n-1",
    "key\u2028",
    "key 1",
    "k".repeat(129),
    "k".repeat(5_000),
  ])("is malformed with the key id %p", (kid) => {
    expect(readToken(tokenOf({ ...HEADER, kid }))).toBe("malformed");
  });

  it("may have a key id like a property of JavaScript's objects", () => {
    expect(readToken(tokenOf('{"alg":"RS256","kid":"__proto__"}'))).toMatchObject({ kid: "__proto__" });
  });

  it.each([
    '{"alg":"none","alg":"RS256","kid":"key-1"}',
    '{"alg":"RS256","kid":"key-2","kid":"key-1"}',
    '{"alg":"RS256","kid":"key-1","\\u0061lg":"RS256"}',
    '{"alg" :"none", "alg":"RS256","kid":"key-1"}',
  ])("is malformed when a name stands twice: %s", (header) => {
    expect(readToken(tokenOf(header))).toBe("malformed");
  });
});

describe("a reader of tokens", () => {
  it("recognizes valid headers again, with the same result", () => {
    const read = tokenReader();
    const headers = Array.from({ length: 40 }, (_, index) => ({ ...HEADER, kid: `key-${index}` }));
    for (const header of [...headers, ...headers]) {
      expect(read(tokenOf(header))).toMatchObject({ kid: header.kid });
      expect(read(tokenOf({ ...header, alg: "none" }))).toBe("algorithm");
    }
  });

  it("checks the claims and the signature of every token, also with a cached header", () => {
    const read = tokenReader();
    expect(read(tokenOf(HEADER, { sub: "a" }))).toMatchObject({ claims: { sub: "a" } });
    expect(read(tokenOf(HEADER, { sub: "b" }))).toMatchObject({ claims: { sub: "b" } });
    expect(read(tokenOf(HEADER, "7"))).toBe("malformed");
    expect(read(tokenOf(HEADER, {}, "YQ=="))).toBe("malformed");
  });
});
