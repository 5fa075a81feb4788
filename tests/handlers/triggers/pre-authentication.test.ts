import { describe, expect, it } from "@jest/globals";
import { preAuthentication } from "../../../handlers/triggers/pre-authentication.js";
import { memoryPorts } from "../../../local/memory/ports.js";
import { NOW, profileOf, SUB } from "../../support/people.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";

const signIn = () => sampleEvent("pre-authentication/sign-in");
const suspended = () => memoryPorts({ now: NOW, profiles: [profileOf({ status: "SUSPENDED" })] });

describe("somebody about to sign in", () => {
  it.each(["ACTIVE", "UNCONFIRMED"] as const)("passes as an %s user, unrecorded", async (status) => {
    const ports = memoryPorts({ profiles: [profileOf({ status })] });
    expect((await preAuthentication(ports)(signIn())).response).toEqual({});
    expect(ports.audit.events).toEqual([]);
  });

  it("trap 10: passes without a profile, because administrators create users too", async () => {
    expect((await preAuthentication(memoryPorts())(signIn())).response).toEqual({});
  });

  it.each(["user-not-found", "user-not-found-without-attributes"])(
    "trap 15: passes as a user who does not exist (%s), so that Cognito can simulate",
    async (name) => {
      const ports = suspended();
      ports.directory.broken = true;
      const { response } = await preAuthentication(ports)(sampleEvent(`pre-authentication/${name}`));
      expect(response).toEqual({});
    },
  );

  it("trap 16: is not helped by validation data, which any caller can send", async () => {
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
        id: `signin.denied/${SUB}/${Date.parse(NOW)}`,
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

  it("is recognised by the user id that they brought along, too", async () => {
    const ports = memoryPorts({ profiles: [profileOf({ status: "SUSPENDED", sub: undefined })] });
    const event = sampleEvent("pre-authentication/sign-in", {
      request: { userAttributes: { "custom:user_id": "usr_ada" } },
    });
    expect((await rejectionOf(preAuthentication(ports)(event))).message).toBe(
      thrownWords("invalid_credentials"),
    );
  });

  it("trap 1: is refused the same by overlapping deliveries, with one event", async () => {
    const ports = suspended();
    const deliveries = [1, 2, 3].map(() => rejectionOf(preAuthentication(ports)(signIn())));
    const words = (await Promise.all(deliveries)).map(({ message }) => message);

    expect(new Set(words)).toEqual(new Set([thrownWords("invalid_credentials")]));
    expect(ports.audit.events).toHaveLength(1);
  });

  it("trap 59: stays refused when the refusal cannot be recorded", async () => {
    const ports = suspended();
    ports.audit.broken = true;
    expect((await rejectionOf(preAuthentication(ports)(signIn()))).message).toBe(
      thrownWords("invalid_credentials"),
    );
  });

  it("is not let in because nobody can look them up", async () => {
    const ports = suspended();
    ports.directory.broken = true;
    expect((await rejectionOf(preAuthentication(ports)(signIn()))).message).toBe(
      thrownWords("temporarily_unavailable"),
    );
  });
});
