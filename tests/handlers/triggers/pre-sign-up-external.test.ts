/** Linking at the first sign-in with an external provider, and the ways in which an account is hijacked before it exists. */
import { describe, expect, it } from "@jest/globals";
import { preSignUp } from "../../../handlers/triggers/pre-sign-up.js";
import { AuthError } from "../../../shared/domain/errors.js";
import type { SeedNativeUser } from "../../../shared/memory/identities.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { googleOnly, notices, openRules } from "../../support/triggers.js";
import { principalOf, profileOf, SUB } from "../../support/users.js";

const owner: SeedNativeUser = { email: "ada@example.com", sub: SUB };
const identity = "Google/108204268033311374519";
const stage = (native: Partial<SeedNativeUser> = {}) =>
  memoryPorts({ profiles: [profileOf()], natives: [{ ...owner, ...native }] });

const comes = (ports: MemoryPorts, attributes: Record<string, unknown> = {}, userName?: string) =>
  preSignUp({ ...ports, federationPolicy: googleOnly, notices, registrationRules: openRules })(
    sampleEvent("pre-sign-up/external-provider", {
      ...(userName !== undefined && { userName }),
      request: { userAttributes: attributes },
    }),
  );
const refused = async (ports: MemoryPorts, ...input: [Record<string, unknown>?, string?]) => {
  expect((await rejectionOf(comes(ports, ...input))).message).toBe(thrownWords("federation_refused"));
  expect(ports.identities.links.size).toBe(0);
  return ports.audit.events.map(({ type, details }) => [type, details.reason]);
};

describe("a federated user with the address of a native user", () => {
  it("is linked to that user, whose other sessions end first", async () => {
    const ports = stage();
    await comes(ports);
    expect([...ports.identities.links]).toEqual([[identity, SUB]]);
    expect(ports.identities.ended).toEqual([SUB]);
    expect(ports.audit.events).toMatchObject([
      { type: "identity.link_approved", subject: "user:usr_ada", details: { provider: "Google", sub: SUB } },
      { type: "identity.linked", subject: "user:usr_ada" },
    ]);
  });

  it("is linked once, also if the trigger is called again", async () => {
    const ports = stage();
    await Promise.all([comes(ports), comes(ports)]);
    await comes(ports);
    expect(ports.identities.links.size).toBe(1);
    expect(ports.audit.events).toHaveLength(2);
  });

  it("gets the same answer from overlapping calls, of which the pool takes one link", async () => {
    const ports = stage();
    const answers = await Promise.all(Array.from({ length: 5 }, () => comes(ports)));
    expect(new Set(answers.map(({ response }) => JSON.stringify(response))).size).toBe(1);
    expect([...ports.identities.links]).toEqual([[identity, SUB]]);
  });

  it("is refused if the pool refuses the link and no overlapping call has made it", async () => {
    const ports = stage();
    const link = () => Promise.reject(new AuthError("invalid_request"));
    const thrown = await rejectionOf(comes({ ...ports, identities: { ...ports.identities, link } }));
    expect(thrown.message).toBe(thrownWords("invalid_request"));
  });

  it("is identified by the provider's name in the pool and the text after the first underscore", async () => {
    const ports = stage();
    await comes(ports, {}, "google_10_82_04");
    expect([...ports.identities.links.keys()]).toEqual(["Google/10_82_04"]);
  });

  it.each<[string, Partial<SeedNativeUser>, string]>([
    ["is disabled", { enabled: false }, "user_disabled"],
    ["has to choose a new password", { status: "FORCE_CHANGE_PASSWORD" }, "user_not_confirmed"],
    ["has to reset the password", { status: "RESET_REQUIRED" }, "user_not_confirmed"],
  ])("is refused when that user %s", async (_, native, reason) => {
    expect(await refused(stage(native))).toEqual([["identity.link_refused", reason]]);
  });

  it("is refused when that user is suspended here", async () => {
    const ports = memoryPorts({ profiles: [profileOf({ status: "SUSPENDED" })], natives: [owner] });
    expect(await refused(ports)).toEqual([["identity.link_refused", "user_suspended"]]);
  });

  it.each([
    ["has earlier sessions", "ACTIVE", "identity.linked"],
    ["is suspended", "SUSPENDED", "identity.link_refused"],
  ] as const)(
    "is judged by the user id of that user, whose first sign-in failed and who %s",
    async (_, status, type) => {
      const profiles = [profileOf({ status, sub: undefined })];
      const ports = memoryPorts({ profiles, natives: [{ ...owner, userId: "usr_ada" }] });
      await comes(ports).catch(() => undefined);
      expect(ports.audit.events.at(-1)).toMatchObject({ type, subject: "user:usr_ada" });
      expect(ports.sessions.isEnded("usr_ada", principalOf())).toBe(status === "ACTIVE");
    },
  );

  it("is refused, and nothing is linked, while the pool or the audit table cannot answer", async () => {
    const busy = stage();
    busy.identities.broken = true;
    expect((await rejectionOf(comes(busy))).message).toBe(thrownWords("too_many_requests"));
    const silent = stage();
    silent.audit.broken = true;
    expect((await rejectionOf(comes(silent))).message).toBe(thrownWords("temporarily_unavailable"));
    expect(silent.identities.links.size).toBe(0);
  });
});

describe("the mail to the owner of a linked user", () => {
  it("goes to the address that both sides proved, once, however often the trigger is called", async () => {
    const ports = stage();
    await Promise.all([comes(ports), comes(ports)]);
    await comes(ports);
    expect(ports.messenger.sent).toEqual([
      expect.objectContaining({
        channel: "email",
        to: "ada@example.com",
        text: expect.stringContaining("Google"),
      }),
    ]);
  });

  it("is not sent if nothing was linked, or if the stage sends no mail", async () => {
    const denied = stage({ enabled: false });
    await refused(denied);
    expect(denied.messenger.sent).toEqual([]);
    const silent = stage();
    const deps = {
      ...silent,
      federationPolicy: googleOnly,
      notices: { ...notices, sends: false },
      registrationRules: openRules,
    };
    await preSignUp(deps)(sampleEvent("pre-sign-up/external-provider", {}));
    expect([silent.messenger.sent.length, silent.identities.links.size]).toEqual([0, 1]);
  });

  it("that cannot be sent does not change the link, and is counted", async () => {
    const ports = stage();
    ports.messenger.broken = true;
    await comes(ports);
    expect([...ports.identities.links]).toEqual([[identity, SUB]]);
    expect(ports.metrics.counted).toContain("owner_notice_undelivered");
  });
});

describe("pre-hijacking (Sudhodanan and Paverd, 2022)", () => {
  it("classic-federated merge: a user that an attacker created with the victim's address is never linked", async () => {
    const ports = stage({ status: "UNCONFIRMED", emailVerified: false });
    expect(await refused(ports)).toEqual([["identity.link_refused", "user_not_confirmed"]]);
  });

  it("unexpired session: sessions of an attacker end before the owner's identity is linked", async () => {
    const ports = stage();
    const order: string[] = [];
    const { endSessions, link } = ports.identities;
    ports.identities.endSessions = async (...input) => {
      order.push("end");
      return endSessions(...input);
    };
    ports.identities.link = async (...input) => {
      order.push("link");
      return link(...input);
    };
    await comes(ports);
    expect(order).toEqual(["end", "link"]);
    // Access tokens, too.
    const holder = (await ports.directory.userIdBySub(SUB)) ?? SUB;
    const held = { sessionId: "held", authenticatedAtSeconds: ports.clock.now().getTime() / 1000 - 10 };
    expect(ports.sessions.isEnded(holder, held)).toBe(true);
  });

  it("trojan identifier: a second identity of one provider is never linked to a user", async () => {
    const ports = stage();
    await comes(ports, {}, "google_1");
    await rejectionOf(comes(ports, {}, "google_2"));
    expect([...ports.identities.links.keys()]).toEqual(["Google/1"]);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "identity.link_refused",
      details: { reason: "provider_linked" },
    });
  });

  it("unexpired e-mail change: a user with an unverified address is never linked to its owner", async () => {
    const ports = stage({ emailVerified: false });
    expect(await refused(ports)).toEqual([["identity.link_refused", "user_email_unverified"]]);
  });

  it.each([{ email_verified: "false" }, { email_verified: undefined }, { email: undefined }])(
    "non-verifying provider: a user with %j is refused by every trigger",
    async (attributes) => {
      expect(await refused(stage(), attributes)).toEqual([]);
    },
  );
});

describe("a federated user with a domain that may not sign up", () => {
  it.each([
    ["is linked to no user", stage],
    ["becomes no new user", () => memoryPorts()],
  ])("%s, also if the first trigger that refuses it is not deployed", async (_, open) => {
    const ports = open();
    const rules = { ...openRules, deniedDomains: ["example.com"] };
    const denied = preSignUp({ ...ports, federationPolicy: googleOnly, notices, registrationRules: rules });
    const thrown = await rejectionOf(denied(sampleEvent("pre-sign-up/external-provider", {})));
    expect(thrown.message).toBe(thrownWords("federation_refused"));
    expect(ports.identities.links.size).toBe(0);
  });
});

describe("a federated user with an unused address", () => {
  it("becomes a new user, and the trigger sets no flag", async () => {
    const ports = memoryPorts({ profiles: [profileOf()] });
    const { response } = await comes(ports);
    expect(response).toEqual({ autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false });
    expect(ports.audit.events).toEqual([]);
  });

  it("is refused from a provider that the stage does not have", async () => {
    expect(await refused(memoryPorts(), {}, "partner_1")).toEqual([]);
    expect(await refused(memoryPorts(), {}, "google")).toEqual([]);
  });
});
