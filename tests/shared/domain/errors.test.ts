import { inspect } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { ERROR_FACTS, isAuthErrorCode } from "../../../shared/domain/error-facts.js";
import { AuthError, asAuthError } from "../../../shared/domain/errors.js";
import { Secret } from "../../../shared/domain/secret.js";

describe("the table of errors", () => {
  it.each(Object.entries(ERROR_FACTS))(
    "has an HTTP status and words without markup for %s",
    (code, facts) => {
      expect(facts.status).toBeGreaterThanOrEqual(400);
      expect(facts.status).toBeLessThan(600);
      expect(facts.words).toMatch(/^[A-Z][\p{L}\p{N} ,;.'/-]+$/u);
      expect(isAuthErrorCode(code)).toBe(true);
      // API Gateway's 500 is not worth a retry with other input, and only ours are logged as errors.
      expect(facts.logLevel === "error").toBe(facts.status >= 500);
    },
  );

  it.each(["toString", "__proto__", "constructor", "", "Internal"])("knows no code %p", (code) => {
    expect(isAuthErrorCode(code)).toBe(false);
  });
});

describe("an error", () => {
  it("that is unexpected becomes internal, and keeps what was thrown as its cause", () => {
    for (const thrown of [new TypeError("x"), "text", undefined, { code: "forbidden" }]) {
      expect(asAuthError(thrown)).toMatchObject({ code: "internal" });
    }
    const cause = new TypeError("x");
    expect(asAuthError(cause).cause).toBe(cause);
  });

  it("of ours stays what it is, and says nothing but its code", () => {
    const error = new AuthError("forbidden", { cause: new Error("ada@example.com"), fields: ["email"] });
    expect(asAuthError(error)).toBe(error);
    expect(error.message).toBe("forbidden");
  });
});

describe("a secret", () => {
  const secret = new Secret("c4nary");
  it("prints as [secret] wherever it is printed", () => {
    const printed = [
      `${secret}`,
      String(secret),
      `${["a", secret].join()}`,
      JSON.stringify({ secret, list: [secret] }),
      inspect(secret),
      inspect({ nested: { secret } }, { depth: 5, showHidden: true }),
      JSON.stringify({ ...secret }),
      Object.keys(secret).join(),
      JSON.stringify(structuredClone({ ...secret })),
    ].join("\n");
    expect(printed).toContain("[secret]");
    expect(printed).not.toContain("c4nary");
  });

  it("is shown to the caller", () => {
    expect(secret.reveal()).toBe("c4nary");
  });
});
