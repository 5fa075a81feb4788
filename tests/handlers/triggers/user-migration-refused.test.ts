import { describe, expect, it } from "@jest/globals";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { countedSignInText, requestStartMetadata } from "../../../shared/domain/request-start.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import type { LegacyAnswer } from "../../../shared/ports/index.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { slowThrottle } from "../../support/slow-throttle.js";
import { ada, NOW, PASSWORD } from "../../support/users.js";

const signIn = (userName: string, password: string | null = PASSWORD) =>
  sampleEvent("user-migration/sign-in", { userName, request: { password } });
const forgot = (userName: string) => sampleEvent("user-migration/forgot-password", { userName });
const stage = (seed: MemorySeed = {}) => memoryPorts({ legacyUsers: [ada], now: NOW, ...seed });

describe("a refusal", () => {
  it.each([
    ["an unknown user", "nobody@example.com", PASSWORD],
    ["a wrong password", "ada@example.com", "c4nary"],
    ["an empty password", "ada@example.com", ""],
    ["a missing password", "ada@example.com", null],
    ["something that is no address", "ada", PASSWORD],
  ])("is the same empty answer for %s, and leaves no trace", async (_, userName, password) => {
    const ports = stage();
    const { response } = await userMigration(ports)(signIn(userName, password));

    expect(response).toEqual({});
    expect(ports.audit.events).toEqual([]);
    expect(ports.directory.profiles.size).toBe(0);
    expect(ports.logger.dump()).not.toContain("c4nary");
  });

  it.each(["record_malformed", "hash_unknown", "hash_too_costly"] as const)(
    "is the answer for a record that cannot be used, which is that user's conflict: %s",
    async (reason) => {
      const ports = stage();
      ports.legacy.answer = { kind: "unusable", reason };
      for (const event of [signIn("ada@example.com"), forgot("ada@example.com")])
        expect((await userMigration(ports)(event)).response).toEqual({});
      expect(ports.audit.events).toMatchObject([{ type: "migration.conflict", details: { reason } }]);
    },
  );

  it("never asks the legacy system about an empty password, which some systems take as anonymous", async () => {
    const ports = stage({ legacyUsers: [{ ...ada, password: "" }] });
    expect((await userMigration(ports)(signIn("ada@example.com", ""))).response).toEqual({});
    expect(ports.legacy.calls).toBe(0);
  });

  const guess = async (ports: ReturnType<typeof stage>, times: number) => {
    for (let made = 0; made < times; made += 1)
      await userMigration(ports)(signIn("ada@example.com", "wrong"));
  };

  it("is returned without a call after fifty wrong guesses in a day, until the pause ends", async () => {
    const ports = stage();
    await guess(ports, 51);
    expect((await userMigration(ports)(signIn("ada@example.com"))).response).toEqual({});
    expect(ports.legacy.calls).toBe(51);

    ports.clock.advance(2_000);
    const { response } = await userMigration(ports)(signIn("ada@example.com"));
    expect(response).toMatchObject({ finalUserStatus: "CONFIRMED" });
  });

  describe("with the endpoint's proof that the sign-in was counted", () => {
    const NAME = "ada@example.com";
    type Ports = ReturnType<typeof stage>;
    const proofOf = (ports: Ports, began = ports.clock.now(), name = NAME) =>
      ports.pseudonyms.of(countedSignInText(name, began));
    const refusedAfter = async (proofs: (ports: Ports) => Promise<Record<string, string>>) => {
      const ports = stage();
      ports.legacy.answer = { kind: "refused" };
      const guess = async () => {
        const validationData = await proofs(ports);
        await userMigration(ports)(
          sampleEvent("user-migration/sign-in", {
            userName: NAME,
            request: { password: "guess", validationData },
          }),
        );
      };
      for (let made = 0; made < 51; made += 1) await guess();
      ports.legacy.answer = undefined;
      return (await userMigration(ports)(signIn(NAME))).response;
    };

    it("is not counted again", async () => {
      const answer = await refusedAfter(async (ports) =>
        requestStartMetadata(ports.clock.now(), await proofOf(ports)),
      );
      expect(answer).toMatchObject({ finalUserStatus: "CONFIRMED" });
    });

    it.each<[string, (ports: Ports) => Promise<Record<string, string>>]>([
      ["an invented proof", async ({ clock }) => requestStartMetadata(clock.now(), "invented")],
      [
        "the proof of another name",
        async (ports) =>
          requestStartMetadata(ports.clock.now(), await proofOf(ports, ports.clock.now(), "eve@example.com")),
      ],
      [
        "the proof of another time",
        async (ports) => requestStartMetadata(ports.clock.now(), await proofOf(ports, new Date(0))),
      ],
      [
        "an old proof",
        async (ports) => {
          const began = new Date(ports.clock.now().getTime() - 31_000);
          return requestStartMetadata(began, await proofOf(ports, began));
        },
      ],
      ["a proof without its time", async (ports) => ({ counted: await proofOf(ports) })],
    ])("is counted with %s", async (_, proofs) => {
      expect(await refusedAfter(proofs)).toEqual({});
    });
  });

  it("does not count right passwords and outages", async () => {
    const ports = stage();
    for (let made = 0; made < 100; made += 1) await userMigration(ports)(signIn("ada@example.com"));
    ports.legacy.answer = { kind: "unavailable", reason: "timeout" };
    for (let made = 0; made < 100; made += 1)
      await rejectionOf(userMigration(ports)(signIn("ada@example.com")));
    ports.legacy.answer = undefined;
    expect((await userMigration(ports)(signIn("ada@example.com"))).response).not.toEqual({});
  });

  it.each<[string, LegacyAnswer | undefined]>([
    ["a right password of a migrated user", undefined],
    ["an outage", { kind: "unavailable", reason: "timeout" }],
  ])("counts no attempt of %s, which is refunded before the answer", async (_, answer) => {
    const ports = stage();
    await userMigration(ports)(signIn("ada@example.com"));
    ports.legacy.answer = answer;
    const { throttle, refunded } = slowThrottle(ports.throttle);
    await userMigration({ ...ports, throttle })(signIn("ada@example.com")).catch(() => undefined);
    expect(refunded()).toBe(1);
  });

  it("is recorded as a conflict if the legacy user has another address", async () => {
    const ports = stage();
    ports.legacy.answer = {
      kind: "match",
      user: { id: "legacy-7", email: "eve@example.com", emailVerified: true, fields: {} },
    };
    const { response } = await userMigration(ports)(signIn("ada@example.com"));

    expect(response).toEqual({});
    expect(ports.audit.events).toMatchObject([
      { type: "migration.conflict", details: { legacyId: "legacy-7", reason: "address_mismatch" } },
    ]);
    expect(ports.directory.profiles.size).toBe(0);
  });
});

describe("an outage", () => {
  const down: LegacyAnswer = { kind: "unavailable", reason: "timeout" };

  it("is not a refusal: it throws a public message and is audited", async () => {
    const ports = stage();
    ports.legacy.answer = down;
    const thrown = await rejectionOf(userMigration(ports)(signIn("ada@example.com")));

    expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
    expect(ports.audit.events).toMatchObject([
      { type: "migration.unavailable", at: NOW, details: { reason: "timeout" } },
    ]);
    expect(ports.audit.events[0]?.subject).toMatch(/^pseudonym:/);
    expect(JSON.stringify(ports.audit.events)).not.toContain("ada");
  });

  it("gives the same answer for unknown users", async () => {
    const ports = stage();
    ports.legacy.answer = down;
    const one = await rejectionOf(userMigration(ports)(signIn("ada@example.com")));
    const other = await rejectionOf(userMigration(ports)(forgot("nobody@example.com")));
    expect(one.message).toBe(other.message);
  });

  it("is still told when its audit event cannot be recorded", async () => {
    const ports = stage();
    ports.legacy.answer = down;
    ports.audit.broken = true;
    const thrown = await rejectionOf(userMigration(ports)(signIn("ada@example.com")));
    expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
  });

  it.each(["directory", "audit"] as const)("of the %s migrates no user", async (part) => {
    const ports = stage();
    ports[part].broken = true;
    const thrown = await rejectionOf(userMigration(ports)(signIn("ada@example.com")));

    expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
    expect(ports.directory.profiles.size).toBe(0);
    expect(ports.directory.legacyIdentities.size).toBe(0);
  });
});
