/** Sign-ups with the address of a legacy user. */
import { describe, expect, it } from "@jest/globals";
import { preSignUp } from "../../../handlers/triggers/pre-sign-up.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import type { LegacyAnswer } from "../../../shared/ports/index.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { type SampleChange, sampleEvent } from "../../support/sample-event.js";
import { googleOnly, notices, openRules } from "../../support/triggers.js";
import { ada, NOW, profileOf } from "../../support/users.js";

const stage = (change: Partial<Parameters<typeof preSignUp>[0]> = {}) => {
  const ports = memoryPorts({ now: NOW, legacyUsers: [ada] });
  return {
    ports,
    handler: preSignUp({
      ...ports,
      federationPolicy: googleOnly,
      notices,
      registrationRules: openRules,
      ...change,
    }),
  };
};
const registration = (email: string, request: SampleChange = {}) =>
  sampleEvent("pre-sign-up/sign-up", { request: { userAttributes: { email }, ...request } });
const down: LegacyAnswer = { kind: "unavailable", reason: "timeout" };
const user = { id: "legacy-7", email: "other@example.com", emailVerified: true, fields: {} };

describe("the address of a legacy user", () => {
  it("creates no second identity, with the error of every refused address", async () => {
    const { handler } = stage();
    const thrown = await rejectionOf(handler(registration("Ada@Example.com")));
    expect(thrown.message).toBe(thrownWords("sign_up_refused"));
  });

  it("is free for a new user once the migrated user has another address, and not before", async () => {
    const { handler, ports } = stage();
    const identity = { legacyId: ada.id, userId: "usr_ada", state: "LINKED" } as const;
    ports.directory.legacyIdentities.set(ada.id, identity);
    ports.directory.profiles.set("usr_ada", profileOf());
    await rejectionOf(handler(registration("ada@example.com")));
    ports.directory.profiles.set("usr_ada", profileOf({ email: "ada.king@example.com" }));
    expect((await handler(registration("ada@example.com"))).response).toMatchObject({
      autoConfirmUser: false,
    });
  });

  it("cannot be used while its record is invalid", async () => {
    const { handler, ports } = stage();
    ports.legacy.answer = { kind: "unusable", reason: "record_malformed" };
    const thrown = await rejectionOf(handler(registration("ada@example.com")));
    expect(thrown.message).toBe(thrownWords("sign_up_refused"));
  });

  it("is recorded without the address, and without the other data of the sign-up", async () => {
    const { handler, ports } = stage();
    await rejectionOf(handler(registration("ada@example.com")));
    expect(ports.audit.events).toEqual([
      {
        id: expect.stringMatching(/^signup\.legacy_owner\/[\w-]{22}\/2025-01-01T00:00$/),
        type: "signup.legacy_owner",
        version: 1,
        subject: expect.stringMatching(/^pseudonym:[\w-]{22}$/),
        at: NOW,
        details: { legacyId: "legacy-42", clientId: "1example23456789abcdefghij" },
      },
    ]);
  });

  it("gets one mail a day, in the sign-up's language, that leads to the sign-in", async () => {
    const { handler, ports } = stage();
    for (let made = 0; made < 5; made += 1) await rejectionOf(handler(registration("ada@example.com")));
    expect(ports.messenger.sent).toMatchObject([
      { to: "ada@example.com", subject: "Sie haben schon ein Konto bei Example" },
    ]);
    expect(JSON.stringify(ports.messenger.sent)).toContain(notices.brand.linkBase);
    ports.clock.advance(24 * 60 * 60_000);
    await rejectionOf(handler(registration("ada@example.com")));
    expect(ports.messenger.sent).toHaveLength(2);
  });

  it("gets no mail if the stage has no sender address; the sign-up is still refused", async () => {
    const { handler, ports } = stage({ notices: { ...notices, sends: false } });
    expect((await rejectionOf(handler(registration("ada@example.com")))).message).toBe(
      thrownWords("sign_up_refused"),
    );
    expect(ports.messenger.sent).toEqual([]);
  });

  it("is refused the same when the mail cannot be sent, or nothing be recorded", async () => {
    const { handler, ports } = stage();
    ports.messenger.broken = true;
    ports.audit.broken = true;
    expect((await rejectionOf(handler(registration("ada@example.com")))).message).toBe(
      thrownWords("sign_up_refused"),
    );
    expect(ports.metrics.counted).toContain("owner_notice_undelivered");
  });

  it("causes one event and one mail for overlapping and repeated deliveries", async () => {
    const { handler, ports } = stage();
    await Promise.all([1, 2, 3].map(() => rejectionOf(handler(registration("ada@example.com")))));
    ports.clock.advance(5_000);
    await rejectionOf(handler(registration("ada@example.com")));
    expect([ports.audit.events.length, ports.messenger.sent.length]).toEqual([1, 1]);
  });
});

describe("an address that is not in the legacy system", () => {
  it("is also looked up, and admitted", async () => {
    const { handler, ports } = stage();
    expect((await handler(registration("mary@example.com"))).response).toMatchObject({
      autoConfirmUser: false,
    });
    expect([ports.legacy.calls, ports.messenger.sent, ports.audit.events]).toEqual([1, [], []]);
  });

  it("is treated as unknown if the legacy system answers with a user of another address", async () => {
    const { handler, ports } = stage();
    ports.legacy.answer = { kind: "match", user };
    await expect(handler(registration("mary@example.com"))).resolves.toHaveProperty("response");
  });

  it("can be looked up ten times an hour", async () => {
    const { handler, ports } = stage();
    for (let made = 0; made < 10; made += 1) await handler(registration("mary@example.com"));
    expect((await rejectionOf(handler(registration("mary@example.com")))).message).toBe(
      thrownWords("too_many_requests"),
    );
    expect(ports.legacy.calls).toBe(10);
  });
});

describe("while the legacy system is down", () => {
  it.each(["ada@example.com", "mary@example.com"])("%s is told to retry later", async (email) => {
    const { handler, ports } = stage();
    ports.legacy.answer = down;
    expect((await rejectionOf(handler(registration(email)))).message).toBe(
      thrownWords("temporarily_unavailable"),
    );
  });

  it("every user can sign up if the stage is set to allow it", async () => {
    const { handler, ports } = stage({ registrationRules: { ...openRules, whenLegacyDown: "allow" } });
    ports.legacy.answer = down;
    for (const email of ["ada@example.com", "mary@example.com"])
      await expect(handler(registration(email))).resolves.toHaveProperty("response");
  });
});

it("a sign-up waits no longer than its own time for a mail system that hangs", async () => {
  const hanging = { send: () => new Promise<never>(() => undefined) };
  const { handler, ports } = stage({ messenger: hanging });
  const began = Date.now();
  expect((await rejectionOf(handler(registration("ada@example.com")))).message).toBe(
    thrownWords("sign_up_refused"),
  );
  expect(Date.now() - began).toBeLessThan(4_500); // Amazon Cognito waits five seconds
  expect(ports.metrics.counted).toContain("owner_notice_undelivered");
});
