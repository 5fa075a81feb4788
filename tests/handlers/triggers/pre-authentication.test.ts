import { describe, expect, it } from "@jest/globals";
import { preAuthentication } from "../../../handlers/triggers/pre-authentication.js";
import { auditEvent } from "../../../shared/domain/audit/audit-event.js";
import type { BlockableSource } from "../../../shared/domain/blocked-source.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { NOW, profileOf, SUB } from "../../support/users.js";

const signIn = () => sampleEvent("pre-authentication/sign-in");
const suspended = () => memoryPorts({ now: NOW, profiles: [profileOf({ status: "SUSPENDED" })] });

describe("a user at the start of a sign-in", () => {
  it.each(["ACTIVE", "UNCONFIRMED"] as const)(
    "is admitted as an %s user, without an event",
    async (status) => {
      const ports = memoryPorts({ profiles: [profileOf({ status })] });
      expect((await preAuthentication(ports)(signIn())).response).toEqual({});
      expect(ports.audit.events).toEqual([]);
    },
  );

  it("passes without a profile, because administrators create users too", async () => {
    expect((await preAuthentication(memoryPorts())(signIn())).response).toEqual({});
  });

  it.each(["user-not-found", "user-not-found-without-attributes"])(
    "passes as a user who does not exist (%s), so that Cognito can simulate",
    async (name) => {
      const ports = suspended();
      ports.directory.broken = true;
      const { response } = await preAuthentication(ports)(sampleEvent(`pre-authentication/${name}`));
      expect(response).toEqual({});
    },
  );

  it("is not influenced by validation data, which any caller can send", async () => {
    const event = sampleEvent("pre-authentication/sign-in-with-validation-data", {
      request: { validationData: { status: "ACTIVE" } },
    });
    expect((await rejectionOf(preAuthentication(suspended())(event))).message).toBe(
      thrownWords("invalid_credentials"),
    );
  });
});

describe("a suspended user", () => {
  it("is refused in the words of a wrong password, and audited", async () => {
    const ports = suspended();
    const thrown = await rejectionOf(preAuthentication(ports)(signIn()));

    expect(thrown.message).toBe(thrownWords("invalid_credentials"));
    expect(ports.audit.events).toEqual([
      {
        id: "signin.denied/usr_ada/user_suspended/2025-01-01T00:00",
        type: "signin.denied",
        version: 1,
        subject: "user:usr_ada",
        at: NOW,
        details: {
          userId: "usr_ada",
          sub: SUB,
          clientId: "1example23456789abcdefghij",
          reason: "user_suspended",
        },
      },
    ]);
  });

  it("is also recognised by the user id of a moved pool user", async () => {
    const ports = memoryPorts({ profiles: [profileOf({ status: "SUSPENDED", sub: undefined })] });
    const event = sampleEvent("pre-authentication/sign-in", {
      request: { userAttributes: { "custom:user_id": "usr_ada" } },
    });
    expect((await rejectionOf(preAuthentication(ports)(event))).message).toBe(
      thrownWords("invalid_credentials"),
    );
  });

  it("is refused by overlapping deliveries, with one event", async () => {
    const ports = suspended();
    const deliveries = [1, 2, 3].map(() => rejectionOf(preAuthentication(ports)(signIn())));
    const words = (await Promise.all(deliveries)).map(({ message }) => message);

    expect(new Set(words)).toEqual(new Set([thrownWords("invalid_credentials")]));
    expect(ports.audit.events).toHaveLength(1);
  });

  it("is refused by a repeated delivery, without a second event", async () => {
    const ports = suspended();
    for (const pause of [0, 5_000, 5_000]) {
      ports.clock.advance(pause);
      await rejectionOf(preAuthentication(ports)(signIn()));
    }
    expect(ports.audit.events).toHaveLength(1);
    ports.clock.advance(60_000);
    await rejectionOf(preAuthentication(ports)(signIn()));
    expect(ports.audit.events).toHaveLength(2);
  });

  it("stays refused when the refusal cannot be recorded", async () => {
    const ports = suspended();
    ports.audit.broken = true;
    expect((await rejectionOf(preAuthentication(ports)(signIn()))).message).toBe(
      thrownWords("invalid_credentials"),
    );
  });

  it("is refused if the look-up fails", async () => {
    const ports = suspended();
    ports.directory.broken = true;
    expect((await rejectionOf(preAuthentication(ports)(signIn()))).message).toBe(
      thrownWords("temporarily_unavailable"),
    );
  });
});

describe("a blocked source", () => {
  const clientId = "1example23456789abcdefghij";
  const blocking = async (source: BlockableSource) => {
    const ports = memoryPorts({ now: NOW, profiles: [profileOf()] });
    const event = auditEvent("source.blocked", { subject: "source", key: "1", at: new Date(NOW) });
    await ports.blockedSources.block(source, new Date(Date.parse(NOW) + 3_600_000), event);
    return ports;
  };
  const pseudonym = (value: string) => memoryPorts().pseudonyms.of(value);

  it.each(["sign-in", "user-not-found", "user-not-found-without-attributes"])(
    "is a client whose sign-ins are refused like wrong passwords, whether or not the user exists (%s)",
    async (name) => {
      const ports = await blocking({ kind: "client", value: clientId });
      const thrown = await rejectionOf(preAuthentication(ports)(sampleEvent(`pre-authentication/${name}`)));
      expect(thrown.message).toBe(thrownWords("invalid_credentials"));
      expect(ports.audit.events.slice(1)).toMatchObject([
        {
          type: "signin.denied",
          subject: expect.stringMatching(/^pseudonym:/),
          details: { reason: "client_blocked", clientId },
        },
      ]);
    },
  );

  it("is a name, for the user who has it and in every spelling", async () => {
    const ports = await blocking({ kind: "identifier", value: await pseudonym("ada@example.com") });
    const event = sampleEvent("pre-authentication/sign-in", {
      request: { userAttributes: { email: "Ada@Example.com" } },
    });
    expect((await rejectionOf(preAuthentication(ports)(event))).message).toBe(
      thrownWords("invalid_credentials"),
    );
  });

  it("is an unknown name, as it was entered", async () => {
    const event = sampleEvent("pre-authentication/user-not-found");
    const ports = await blocking({ kind: "identifier", value: await pseudonym(event.userName) });
    expect((await rejectionOf(preAuthentication(ports)(event))).message).toBe(
      thrownWords("invalid_credentials"),
    );
  });

  it("lets sign-ins through again when its time is over", async () => {
    const ports = await blocking({ kind: "client", value: clientId });
    ports.clock.advance(3_600_000);
    expect((await preAuthentication(ports)(signIn())).response).toEqual({});
  });

  it("that cannot be looked up refuses every sign-in, also of unknown users", async () => {
    const ports = memoryPorts({ profiles: [profileOf()] });
    ports.blockedSources.broken = true;
    for (const name of ["sign-in", "user-not-found"])
      expect(
        (await rejectionOf(preAuthentication(ports)(sampleEvent(`pre-authentication/${name}`)))).message,
      ).toBe(thrownWords("temporarily_unavailable"));
  });
});
