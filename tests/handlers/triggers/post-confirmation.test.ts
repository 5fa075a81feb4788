import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { FIRST_ID, NOW, profileOf, SUB } from "../../support/users.js";

const confirmed = (name = "confirm-sign-up") => sampleEvent(`post-confirmation/${name}`);
const details = { userId: FIRST_ID, sub: SUB, email: "ada@example.com" };

describe("a confirmed sign-up", () => {
  it("creates an ACTIVE user, with one event for each change", async () => {
    const ports = memoryPorts({ now: NOW });
    const { response } = await postConfirmation(ports)(confirmed());

    expect(response).toEqual({});
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({ status: "ACTIVE", sub: SUB });
    expect(ports.audit.events).toEqual([
      {
        id: `signup.requested/${SUB}`,
        type: "signup.requested",
        version: 1,
        subject: `user:${FIRST_ID}`,
        at: NOW,
        details,
      },
      {
        id: `user.confirmed/${SUB}`,
        type: "user.confirmed",
        version: 1,
        subject: `user:${FIRST_ID}`,
        at: NOW,
        details,
      },
    ]);
  });

  it("activates the profile that the sign-up endpoint made, and makes no second one", async () => {
    const profile = profileOf({ status: "UNCONFIRMED" });
    const ports = memoryPorts({ profiles: [profile] });
    await postConfirmation(ports)(confirmed("confirm-sign-up-without-metadata"));

    expect([...ports.directory.profiles.values()]).toEqual([{ ...profile, status: "ACTIVE" }]);
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["user.confirmed"]);
  });

  it("by an administrator has the effect of one by code", async () => {
    const ports = memoryPorts();
    await postConfirmation(ports)(confirmed("admin-confirm-sign-up"));
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({ status: "ACTIVE" });
  });

  it("does not lift a suspension", async () => {
    const ports = memoryPorts({ profiles: [profileOf({ status: "SUSPENDED" })] });
    await postConfirmation(ports)(confirmed());
    expect(ports.directory.profiles.get("usr_ada")).toMatchObject({ status: "SUSPENDED" });
  });

  it("delivered again or at the same time, makes one user and the same events", async () => {
    const ports = memoryPorts({ now: NOW });
    const handler = postConfirmation(ports);
    await Promise.all(Array.from({ length: 8 }, () => handler(confirmed())));
    ports.clock.advance(2_000);
    await handler(confirmed());

    expect(ports.directory.profiles.size).toBe(1);
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["signup.requested", "user.confirmed"]);
  });
});

it("a confirmed new password creates no user, and causes one event of the user, also if delivered again", async () => {
  const ports = memoryPorts({ now: NOW });
  const { response } = await postConfirmation(ports)(confirmed("confirm-forgot-password"));
  await postConfirmation(ports)(confirmed("confirm-forgot-password"));

  expect(response).toEqual({});
  expect(ports.directory.profiles.size).toBe(0);
  expect(ports.audit.events).toMatchObject([
    {
      id: `password.reset/${SUB}/2025-01-01T00:00`,
      subject: `user:${SUB}`,
      details: { sub: SUB, email: "ada@example.com" },
    },
  ]);
});

it("of a new password is an event of the user that has the sub in the directory", async () => {
  const ports = memoryPorts({ now: NOW, profiles: [profileOf()] });
  await postConfirmation(ports)(confirmed("confirm-forgot-password"));
  expect(ports.audit.events).toMatchObject([{ subject: "user:usr_ada", details: { userId: "usr_ada" } }]);
});

describe("the sessions of a user with a new password", () => {
  const session = { sub: SUB, sessionId: "before", authenticatedAtSeconds: Date.parse(NOW) / 1000 - 1 };
  it("have ended, also for access tokens", async () => {
    const ports = memoryPorts({ now: NOW, profiles: [profileOf()] });
    await postConfirmation(ports)(confirmed("confirm-forgot-password"));
    expect(await ports.access.read({ userId: "usr_ada", session })).toMatchObject({ sessionEnded: true });
  });

  it("that cannot be ended cause an event, and the new password is kept", async () => {
    const ports = memoryPorts({ now: NOW, profiles: [profileOf()] });
    ports.sessions.broken = true;
    expect(await postConfirmation(ports)(confirmed("confirm-forgot-password"))).toHaveProperty("response");
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["password.reset", "password.sessions_kept"]);
  });
});

describe("a confirmation that could not be stored", () => {
  it.each(["directory", "audit"] as const)(
    "fails while the %s is unavailable, without a partial effect",
    async (part) => {
      const ports = memoryPorts();
      ports[part].broken = true;
      const thrown = await rejectionOf(postConfirmation(ports)(confirmed()));

      expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
      expect(ports.directory.profiles.size).toBe(0);
    },
  );

  it("is completed at the next sign-in", async () => {
    const ports = memoryPorts();
    ports.directory.broken = true;
    await rejectionOf(postConfirmation(ports)(confirmed()));
    ports.directory.broken = false;
    await postAuthentication(ports)(sampleEvent("post-authentication/sign-in"));

    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({ status: "ACTIVE", sub: SUB });
  });
});
