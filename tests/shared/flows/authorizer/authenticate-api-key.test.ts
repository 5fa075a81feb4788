import { describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { apiKeyDigests } from "../../../../shared/adapters/node/api-key-digests.js";
import { apiKeyText } from "../../../../shared/domain/api-key/format.js";
import { callerFrom } from "../../../../shared/domain/caller.js";
import { authenticateApiKey } from "../../../../shared/flows/authorizer/authenticate-api-key.js";
import { type MemorySeed, memoryPorts } from "../../../../shared/memory/ports.js";
import { apiKeyOf, KEY_ID, KEY_TEXT } from "../../../support/api-keys.js";
import { leaksOf, saidBy } from "../../../support/canary.js";
import { accountOf, grace, membershipOf, NOW, profileOf } from "../../../support/users.js";

const start = Date.parse(NOW) / 1000;
const caller = callerFrom({ requestId: "request-1", sourceIp: "203.0.113.10" });
const LEGACY = "account=acc-1;cell=cell-7";
const seed: MemorySeed = {
  profiles: [profileOf(), grace],
  accounts: [accountOf()],
  memberships: [membershipOf({ role: "Admin" }), membershipOf({ userId: "usr_grace", role: "Admin" })],
  apiKeys: [apiKeyOf()],
  legacyApiKeys: [{ text: LEGACY, claim: { accountId: "acc-1", cellId: "cell-7" } }],
};
const world = (change: MemorySeed = {}) => {
  const ports = memoryPorts({ ...seed, ...change });
  const authenticate = (text: string) => authenticateApiKey(ports, text, async () => caller);
  return { ports, authenticate };
};
const otherSecret = apiKeyText({ stage: "test", keyId: KEY_ID, secret: "0".repeat(30) });

describe("an API key", () => {
  it("is its account, in its role and with its scopes", async () => {
    const { authenticate, ports } = world();
    expect(await authenticate(KEY_TEXT)).toEqual({
      kind: "key",
      principal: { keyId: KEY_ID, account: accountOf(), role: "Viewer", scopes: ["account/read"] },
    });
    expect(ports.audit.events).toEqual([]);
  });

  it.each([
    ["of another stage", apiKeyText({ stage: "prod", keyId: KEY_ID, secret: "0".repeat(30) })],
    ["with a wrong check", `${KEY_TEXT.slice(0, -1)}${KEY_TEXT.endsWith("0") ? "1" : "0"}`],
    ["that is only begun", "idl_"],
  ])("%s is refused before anything is read", async (_, text) => {
    const { authenticate, ports } = world();
    ports.directory.broken = true;
    expect(await authenticate(text)).toEqual({ kind: "refused", reason: "key_malformed" });
    expect(ports.legacyApiKeys.calls).toBe(0);
  });

  it("is refused when any one character of it is another one", async () => {
    const { authenticate } = world();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(KEY_TEXT.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, by) => {
          const changed = `${KEY_TEXT.slice(0, at)}${by}${KEY_TEXT.slice(at + 1)}`;
          fc.pre(changed !== KEY_TEXT);
          expect((await authenticate(changed)).kind).toBe("refused");
        },
      ),
    );
  });

  it("with another secret is refused like an unknown key, and only the audit stream shows the difference", async () => {
    const { authenticate, ports } = world();
    const unknown = apiKeyText({ stage: "test", keyId: "0".repeat(16), secret: "0".repeat(30) });
    expect([await authenticate(otherSecret), await authenticate(unknown)]).toMatchObject([
      { kind: "refused", reason: "key_wrong" },
      { kind: "refused", reason: "key_unknown" },
    ]);
    expect(ports.audit.events).toMatchObject([
      {
        type: "apikey.refused",
        subject: `key:${KEY_ID}`,
        details: { reason: "key_wrong", keyId: KEY_ID, systemAccountId: "acc-1", sourceIp: "203.0.113.10" },
      },
    ]);
  });

  it.each([
    ["revoked", apiKeyOf({ status: "REVOKED" }), "key_revoked"],
    ["over", apiKeyOf({ expiresAtSeconds: start }), "key_expired"],
  ])("that is %s is refused, and that is recorded once a minute", async (_, key, reason) => {
    const { authenticate, ports } = world({ apiKeys: [key] });
    for (let times = 0; times < 3; times += 1) {
      expect(await authenticate(KEY_TEXT)).toEqual({ kind: "refused", reason });
    }
    expect(ports.audit.events).toMatchObject([{ type: "apikey.refused", details: { reason } }]);
  });

  it("is refused directly after its revocation", async () => {
    const { authenticate, ports } = world();
    expect((await authenticate(KEY_TEXT)).kind).toBe("key");
    ports.apiKeys.rows.set(KEY_ID, apiKeyOf({ status: "REVOKED" }));
    expect((await authenticate(KEY_TEXT)).kind).toBe("refused");
  });
});

describe("the user who was shown the secret of a key", () => {
  const rotated = apiKeyOf({
    current: { digest: apiKeyDigests.of(otherSecret), issuedBy: "usr_grace" },
    previous: { ...apiKeyOf().current, untilSeconds: start + 60 },
  });

  it.each([
    ["SUSPENDED", "issuer_inactive"],
    ["REMOVED", "issuer_inactive"],
    ["INVITED", "issuer_inactive"],
  ] as const)("is now %s: the key is denied", async (status, reason) => {
    const { authenticate, ports } = world({ memberships: [membershipOf({ role: "Admin", status })] });
    expect(await authenticate(KEY_TEXT)).toEqual({ kind: "denied", reason });
    expect(ports.audit.events).toMatchObject([{ type: "apikey.refused", details: { reason } }]);
  });

  it("is not a member of the account, or was deleted: the key is denied", async () => {
    for (const change of [{ memberships: [] }, { profiles: [profileOf({ status: "SUSPENDED" })] }]) {
      expect(await world(change).authenticate(KEY_TEXT)).toEqual({
        kind: "denied",
        reason: "issuer_inactive",
      });
    }
  });

  it("has a lower role than the key: the key is denied", async () => {
    const { authenticate } = world({
      apiKeys: [apiKeyOf({ role: "Manager" })],
      memberships: [membershipOf({ role: "Viewer" })],
    });
    expect(await authenticate(KEY_TEXT)).toEqual({ kind: "denied", reason: "issuer_role_too_low" });
  });

  it("issued one secret of a rotated key and left the account: only that secret is invalid", async () => {
    const left = [
      membershipOf({ role: "Admin", status: "REMOVED" }),
      membershipOf({ userId: "usr_grace", role: "Admin" }),
    ];
    const { authenticate } = world({ apiKeys: [rotated], memberships: left });
    expect((await authenticate(otherSecret)).kind).toBe("key");
    expect(await authenticate(KEY_TEXT)).toEqual({ kind: "denied", reason: "issuer_inactive" });
  });
});

it.each(["SUSPENDED", "CLOSED"] as const)("a key of an account that is %s is denied", async (status) => {
  const { authenticate } = world({ accounts: [accountOf({ status })] });
  expect(await authenticate(KEY_TEXT)).toEqual({ kind: "denied", reason: "account_inactive" });
  expect(await authenticate(LEGACY)).toEqual({ kind: "denied", reason: "account_inactive" });
});

it("a key that cannot be read is neither refused nor admitted", async () => {
  const { authenticate, ports } = world();
  ports.directory.broken = true;
  await expect(authenticate(KEY_TEXT)).rejects.toMatchObject({ code: "temporarily_unavailable" });
  await expect(authenticate(LEGACY)).rejects.toMatchObject({ code: "temporarily_unavailable" });
});

it("the last use of a key is recorded at most once an hour, and a failed write does not refuse the key", async () => {
  const { authenticate, ports } = world();
  const uses: (number | undefined)[] = [];
  for (const step of [0, 1_800_000, 1_800_000]) {
    ports.clock.advance(step);
    await authenticate(KEY_TEXT);
    uses.push(ports.apiKeys.rows.get(KEY_ID)?.lastUsedAtSeconds);
  }
  expect(uses).toEqual([start, start, start + 3_600]);
});

describe("a key of the legacy system", () => {
  it("is the account that the legacy system says, in the role of the stage", async () => {
    const { authenticate } = world();
    expect(await authenticate(LEGACY)).toMatchObject({
      kind: "key",
      principal: {
        keyId: expect.stringMatching(/^legacy-[A-Za-z0-9_-]{22}$/),
        account: accountOf(),
        role: "Viewer",
        scopes: ["account/read"],
      },
    });
  });

  it("is counted at each use, with one event for each key, account and day", async () => {
    const { authenticate, ports } = world();
    for (const step of [0, 1, 24 * 60 * 60 * 1_000]) {
      ports.clock.advance(step);
      await authenticate(LEGACY);
    }
    expect(ports.metrics.counted).toEqual(["legacy_key_used", "legacy_key_used", "legacy_key_used"]);
    expect(ports.legacyApiKeyUses.noted.map(({ lastUsedOn }) => lastUsedOn)).toEqual([
      "2025-01-01",
      "2025-01-02",
    ]);
    expect(ports.audit.events).toMatchObject([
      { type: "legacy_key.used", details: { systemAccountId: "acc-1" } },
      { type: "legacy_key.used" },
    ]);
  });

  it.each([
    ["another account", { accountId: "acc-2", cellId: "cell-7" }],
    ["another cell", { accountId: "acc-1", cellId: "cell-8" }],
  ])("that the legacy system says is of %s is denied, and that is recorded", async (_, claim) => {
    const { authenticate, ports } = world({
      accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
      legacyApiKeys: [{ text: LEGACY, claim }],
    });
    expect(await authenticate(LEGACY)).toEqual({ kind: "denied", reason: "legacy_mismatch" });
    expect(ports.audit.events).toMatchObject([
      {
        type: "legacy_key.refused",
        details: { reason: "legacy_mismatch", systemAccountId: claim.accountId },
      },
    ]);
    expect(ports.legacyApiKeyUses.noted).toEqual([]);
  });

  it("of an account that the directory has in another cell, or not at all, is denied", async () => {
    const elsewhere = world({ accounts: [accountOf({ cellId: "cell-8" })] });
    expect(await elsewhere.authenticate(LEGACY)).toEqual({ kind: "denied", reason: "cell_mismatch" });
    expect(await world({ accounts: [] }).authenticate(LEGACY)).toEqual({
      kind: "denied",
      reason: "account_inactive",
    });
  });

  it("that the legacy system does not know is refused like a malformed one", async () => {
    const { authenticate, ports } = world({ legacyApiKeys: [] });
    expect(await authenticate(LEGACY)).toEqual({ kind: "refused", reason: "key_unknown" });
    expect(await authenticate("what is this")).toEqual({ kind: "refused", reason: "key_malformed" });
    expect(ports.legacyApiKeys.calls).toBe(1);
    expect(ports.audit.events).toEqual([]);
    expect(ports.metrics.counted).toEqual(["api_key_unknown", "api_key_malformed"]);
  });

  it("is never admitted while the legacy system is down", async () => {
    const { authenticate, ports } = world();
    ports.legacyApiKeys.answer = { kind: "unavailable", reason: "timeout" };
    await expect(authenticate(LEGACY)).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });

  it("is valid until the end of the sunset day, and then refused without a call", async () => {
    const { authenticate, ports } = world({
      apiKeyPolicy: { legacy: { sunset: "2025-01-01", role: "Viewer" } },
    });
    ports.clock.advance(24 * 60 * 60 * 1_000 - 1);
    expect((await authenticate(LEGACY)).kind).toBe("key");
    ports.clock.advance(1);
    expect(await authenticate(LEGACY)).toEqual({ kind: "refused", reason: "legacy_sunset" });
    expect(ports.legacyApiKeys.calls).toBe(1);
    expect(ports.metrics.counted).toEqual(["legacy_key_used", "legacy_key_after_sunset"]);
  });

  it("is refused if the stage accepts none", async () => {
    const { authenticate, ports } = world({ apiKeyPolicy: { legacy: undefined } });
    expect(await authenticate(LEGACY)).toEqual({ kind: "refused", reason: "key_malformed" });
    expect(ports.legacyApiKeys.calls).toBe(0);
  });
});

it.each([
  ["good", KEY_TEXT],
  ["of another secret", otherSecret],
  ["of the legacy system", LEGACY],
  ["of the legacy system, of another account", "account=acc-2;cell=cell-7"],
])("a key that is %s stays where it was", async (_, text) => {
  const claim = { accountId: "acc-1", cellId: "cell-7" };
  const { authenticate, ports } = world({
    legacyApiKeys: [
      { text: LEGACY, claim },
      { text: "account=acc-2;cell=cell-7", claim },
    ],
  });
  const outcome = await authenticate(text);
  expect(leaksOf(text, saidBy(ports, JSON.stringify(outcome)))).toEqual([]);
  const secret = text.split("_").at(-2) ?? text;
  expect(leaksOf(secret, saidBy(ports, JSON.stringify(outcome)))).toEqual([]);
});

describe("an API key whose issuer left the account and joined again", () => {
  const [before, after] = ["2024-12-31T23:59:59.000Z", "2025-01-01T00:00:01.000Z"];
  it.each([
    ["is denied if it was issued before that", before, "denied"],
    ["is valid if it was issued after that", after, "key"],
    ["is denied if only the time of the whole key is known", undefined, "denied"],
  ] as const)("%s", async (_, issuedAt, kind) => {
    const { current } = apiKeyOf();
    const key = apiKeyOf({ current: { ...current, issuedAt } });
    const member = membershipOf({ role: "Admin", leftAt: NOW });
    const { authenticate } = world({ apiKeys: [key], memberships: [member] });
    expect(await authenticate(KEY_TEXT)).toMatchObject({
      kind,
      ...(kind === "denied" && { reason: "issuer_inactive" }),
    });
  });

  it("has a previous secret of the time before, and a current one of the time after", async () => {
    const current = { digest: apiKeyDigests.of(otherSecret), issuedBy: "usr_ada", issuedAt: after };
    const previous = { ...apiKeyOf().current, issuedAt: before, untilSeconds: start + 60 };
    const member = membershipOf({ role: "Admin", leftAt: NOW });
    const { authenticate } = world({ apiKeys: [apiKeyOf({ current, previous })], memberships: [member] });
    expect((await authenticate(otherSecret)).kind).toBe("key");
    expect((await authenticate(KEY_TEXT)).kind).toBe("denied");
  });
});
