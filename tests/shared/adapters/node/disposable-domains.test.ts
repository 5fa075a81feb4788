import { describe, expect, it } from "@jest/globals";
import { listedDisposableDomains } from "../../../../shared/adapters/node/disposable-domains.js";
import { memoryDisposableDomains } from "../../../../shared/memory/sign-up.js";

describe.each([
  ["memory", memoryDisposableDomains()],
  ["the public list", listedDisposableDomains()],
] as const)("disposable domains of %s", (_, domains) => {
  it.each(["mailinator.com", "in.mailinator.com", "a.b.mailinator.com"])("have %s", (domain) => {
    expect(domains.includes(domain)).toBe(true);
  });

  it.each(["example.com", "com", "example-mailinator.com", "mailinator.com.example.org", ""])(
    "have not %p",
    (domain) => {
      expect(domains.includes(domain)).toBe(false);
    },
  );
});

it("the public list is read in any casing, and contains no common mail domain", () => {
  const domains = listedDisposableDomains();
  expect(domains.includes("MAILINATOR.com")).toBe(true);
  expect(
    ["gmail.com", "outlook.com", "gmx.de", "yahoo.co.jp"].filter((each) => domains.includes(each)),
  ).toEqual([]);
});
