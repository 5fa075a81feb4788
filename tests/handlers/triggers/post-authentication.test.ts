import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { FIRST_ID, NOW, profileOf, SUB } from "../../support/users.js";

const signIn = () => sampleEvent("post-authentication/sign-in");

describe("a user who signed in", () => {
  it("gets an ACTIVE profile if an administrator created the user", async () => {
    const ports = memoryPorts({ now: NOW });
    expect((await postAuthentication(ports)(signIn())).response).toEqual({});

    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({
      status: "ACTIVE",
      email: "ada@example.com",
    });
    expect(ports.audit.events).toEqual([
      {
        id: `user.provisioned/${SUB}`,
        type: "user.provisioned",
        version: 1,
        subject: `user:${FIRST_ID}`,
        at: NOW,
        details: { userId: FIRST_ID, sub: SUB, email: "ada@example.com" },
      },
    ]);
  });

  it("does not change a user who has a profile", async () => {
    const ports = memoryPorts({ profiles: [profileOf()] });
    await postAuthentication(ports)(sampleEvent("post-authentication/new-device"));

    expect([...ports.directory.profiles.values()]).toEqual([profileOf()]);
    expect(ports.audit.events).toEqual([]);
  });

  it("keeps the user id that the pool holds for them", async () => {
    const ports = memoryPorts();
    await postAuthentication(ports)(
      sampleEvent("post-authentication/sign-in", {
        request: { userAttributes: { "custom:user_id": "usr_own" } },
      }),
    );
    expect([...ports.directory.profiles.keys()]).toEqual(["usr_own"]);
  });

  it("gets one profile from overlapping and repeated deliveries", async () => {
    const ports = memoryPorts();
    const handler = postAuthentication(ports);
    await Promise.all(Array.from({ length: 8 }, () => handler(signIn())));
    ports.clock.advance(5_000);
    await handler(signIn());

    expect(ports.directory.profiles.size).toBe(1);
    expect(ports.audit.events).toHaveLength(1);
  });
});

describe("a device that the pool calls new", () => {
  const stage = (seed: MemorySeed = {}) => memoryPorts({ now: NOW, profiles: [profileOf()], ...seed });
  const signInWith = (ports: MemoryPorts, newDeviceUsed: unknown = true) =>
    postAuthentication(ports)(sampleEvent("post-authentication/new-device", { request: { newDeviceUsed } }));
  const MINUTE = 60_000;

  it("causes one event for repeated deliveries, and none at the first sign-in", async () => {
    const ports = stage();
    await signInWith(ports);
    await signInWith(ports);
    expect(ports.audit.events).toEqual([]);
    ports.clock.advance(MINUTE);
    await signInWith(ports);
    await signInWith(ports);
    expect(ports.audit.events).toMatchObject([
      {
        id: `signin.new_device/${SUB}/2025-01-01T00:01`,
        subject: "user:usr_ada",
        details: { reason: "pool", clientId: "1example23456789abcdefghij" },
      },
    ]);
  });

  it("is also new for a user who has signed in only at our endpoints", async () => {
    const ports = stage();
    await ports.habits.learn("usr_ada", { device: "browser-1" });
    ports.clock.advance(MINUTE);
    await signInWith(ports);
    expect(ports.audit.events).toMatchObject([{ type: "signin.new_device" }]);
    expect(await ports.habits.learn("usr_ada", { device: "browser-1" })).toMatchObject({ device: false });
  });

  it("is not reported for sign-ins at our endpoints, which report the browser once", async () => {
    const ports = stage({ endpointClients: ["1example23456789abcdefghij"] });
    await ports.habits.learn("usr_ada", { device: "browser-1" });
    ports.clock.advance(MINUTE);
    await signInWith(ports);
    expect(ports.audit.events).toEqual([]);
  });

  it.each([false, null, "true", 1])("is not reported if the pool returns %p", async (newDeviceUsed) => {
    const ports = stage();
    await ports.habits.learn("usr_ada", { device: "browser-1" });
    ports.clock.advance(MINUTE);
    await signInWith(ports, newDeviceUsed);
    expect(ports.audit.events).toEqual([]);
  });

  it("does not prevent the sign-in if the look-up fails", async () => {
    const ports = stage();
    ports.habits.broken = true;
    expect((await signInWith(ports)).response).toEqual({});
    expect(ports.metrics.counted).toEqual(["sign_in_news_unknown"]);
  });
});

it.each(["directory", "audit"] as const)("gives no tokens while the %s is unavailable", async (part) => {
  const ports = memoryPorts();
  ports[part].broken = true;
  const thrown = await rejectionOf(postAuthentication(ports)(signIn()));
  expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
});
