import { describe, expect, it } from "@jest/globals";
import { apiKeyDigests } from "../../../../shared/adapters/node/api-key-digests.js";
import {
  type ApiKey,
  apiKeyStatus,
  isUseDue,
  judgeApiKey,
  overlapEnd,
} from "../../../../shared/domain/api-key/api-key.js";
import { apiKeyOf } from "../../../support/api-keys.js";
import { NOW } from "../../../support/users.js";

const start = Date.parse(NOW) / 1000;
const digests = {
  now: apiKeyDigests.of("now"),
  before: apiKeyDigests.of("before"),
  other: apiKeyDigests.of("other"),
};
const rotated = apiKeyOf({
  current: { digest: digests.now, issuedBy: "usr_grace" },
  previous: { digest: digests.before, issuedBy: "usr_ada", untilSeconds: start + 60 },
  expiresAtSeconds: start + 600,
});
const judge = (key: ApiKey, digest: string, seconds = 0) =>
  judgeApiKey(key, { digest, same: apiKeyDigests.same, now: new Date((start + seconds) * 1000) });

describe("the status of a key that callers see", () => {
  it.each([
    ["ACTIVE", 599.999, "ACTIVE"],
    ["ACTIVE", 600, "EXPIRED"],
    ["REVOKED", 599.999, "REVOKED"],
    ["REVOKED", 600, "REVOKED"],
  ] as const)("of %s after %d seconds is %s", (status, seconds, expected) => {
    expect(apiKeyStatus({ ...rotated, status }, new Date((start + seconds) * 1000))).toBe(expected);
  });
});

describe("a key with two secrets", () => {
  it("is valid with each of them, and names the user who was shown it", () => {
    expect(judge(rotated, digests.now)).toMatchObject({ kind: "good", secret: { issuedBy: "usr_grace" } });
    expect(judge(rotated, digests.before)).toMatchObject({ kind: "good", secret: { issuedBy: "usr_ada" } });
  });

  it.each([
    ["the old one a second before the overlap ends", digests.before, 59, "good"],
    ["the old one when the overlap ends", digests.before, 60, "key_expired"],
    ["the new one a second before the key ends", digests.now, 599, "good"],
    ["the new one when the key ends", digests.now, 600, "key_expired"],
    ["another one", digests.other, 0, "key_wrong"],
  ])("compares %s with its own expiry", (_, digest, seconds, expected) => {
    const verdict = judge(rotated, digest, seconds);
    expect(verdict.kind === "good" ? "good" : verdict.reason).toBe(expected);
  });

  it("is refused with both after its revocation, which only the holder of a secret learns", () => {
    const revoked: ApiKey = { ...rotated, status: "REVOKED" };
    expect(judge(revoked, digests.now)).toMatchObject({ reason: "key_revoked" });
    expect(judge(revoked, digests.before)).toMatchObject({ reason: "key_revoked" });
    expect(judge(revoked, digests.other)).toMatchObject({ reason: "key_wrong" });
  });
});

it("an unknown status is not ACTIVE", () => {
  expect(judge({ ...rotated, status: "active" as "ACTIVE" }, digests.now)).toMatchObject({ kind: "refused" });
});

it("a rotation does not prolong the life of the old secret", () => {
  const key = apiKeyOf({ expiresAtSeconds: start + 100 });
  expect(overlapEnd(key, 60, new Date(NOW))).toBe(start + 60);
  expect(overlapEnd(key, 600, new Date(NOW))).toBe(start + 100);
});

it.each([
  [undefined, true],
  [start - 3_600, true],
  [start - 3_599, false],
  [start, false],
])("a use after %p is recorded: %p", (last, due) => {
  expect(isUseDue(last, new Date(NOW))).toBe(due);
});

describe("digests", () => {
  it("are equal for equal keys alone, and hold nothing of the key", () => {
    expect(apiKeyDigests.same(digests.now, apiKeyDigests.of("now"))).toBe(true);
    expect(apiKeyDigests.same(digests.now, digests.other)).toBe(false);
    expect(apiKeyDigests.same(digests.now, "")).toBe(false);
    expect(apiKeyDigests.of("idl_prod_x")).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
