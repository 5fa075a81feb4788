import { describe, expect, it } from "@jest/globals";
import { issueSsoTicket } from "../../../shared/flows/challenge/issue-sso-ticket.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { challengeStory, known, unknownUser, type Who } from "../../support/challenge-story.js";
import { NOW, profileOf, SUB } from "../../support/users.js";

const SSO = "2service3456789abcdefghijk";
const TOKENS = { issueTokens: true, failAuthentication: false };
const FAILURE = { issueTokens: false, failAuthentication: true };
const stage = (change: Parameters<typeof profileOf>[0] = {}) =>
  memoryPorts({
    now: NOW,
    profiles: [profileOf(change), profileOf({ userId: "usr_grace", sub: "sub-grace" })],
    serviceClients: [SSO],
  });
const begun = async (ports: MemoryPorts, who: Who = {}) => {
  const story = challengeStory(ports, { clientId: SSO, ...who });
  await story.begin();
  return story;
};

describe("a service that asserts the identity of a user", () => {
  it("gets tokens for a ticket that it was issued, and both are audited", async () => {
    const ports = stage();
    const { token, username } = await issueSsoTicket(ports, { userId: "usr_ada" });
    expect(username).toBe(SUB);
    const story = await begun(ports);
    expect(story.question()?.publicChallengeParameters).toEqual({ challenge: "TICKET" });
    const reference = story.question()?.privateChallengeParameters.reference;

    expect(await story.answer(token)).toEqual(TOKENS);
    expect(ports.audit.events.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^ticket\.issued\/sso\/[\w-]{43}$/),
      `ticket.consumed/${reference}`,
    ]);
    expect(JSON.stringify([ports.audit.events, ports.logger.lines, story.session])).not.toContain(token);
  });

  it("gets no tokens for a ticket from before a suspension, also after the reinstatement", async () => {
    const ports = stage();
    const { token } = await issueSsoTicket(ports, { userId: "usr_ada" });
    ports.clock.advance(1000);
    ports.directory.profiles.set("usr_ada", profileOf({ suspendedAt: ports.clock.now().toISOString() }));
    ports.clock.advance(1000);
    expect(await (await begun(ports)).verify(token)).toBe(false);
    ports.clock.advance(60_000);
    const later = await issueSsoTicket(ports, { userId: "usr_ada" });
    expect(await (await begun(ports)).verify(later.token)).toBe(true);
  });

  it("gets no tokens at the first call", async () => {
    const story = challengeStory(stage(), { clientId: SSO });
    expect(await story.define()).toEqual({
      challengeName: "CUSTOM_CHALLENGE",
      issueTokens: false,
      failAuthentication: false,
    });
  });

  it("can use a ticket once", async () => {
    const ports = stage();
    const { token } = await issueSsoTicket(ports, { userId: "usr_ada" });
    expect(await (await begun(ports)).answer(token)).toEqual(TOKENS);
    expect(await (await begun(ports)).answer(token)).toEqual(FAILURE);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "challenge.failed",
      details: { reason: "wrong_ticket" },
    });
  });

  it("can use a ticket within a minute", async () => {
    const ports = stage();
    const { token } = await issueSsoTicket(ports, { userId: "usr_ada" });
    ports.clock.advance(60_000);
    expect(await (await begun(ports)).answer(token)).toEqual(FAILURE);
  });

  it("can use a ticket for the user that it was issued for", async () => {
    const ports = stage();
    const { token } = await issueSsoTicket(ports, { userId: "usr_grace" });
    expect(await (await begun(ports)).answer(token)).toEqual(FAILURE);
  });

  it("has one attempt: a wrong ticket ends the sign-in", async () => {
    expect(await (await begun(stage())).answer("sso_00000000000000000000000000000000")).toEqual(FAILURE);
  });

  it.each<[string, Who, Parameters<typeof profileOf>[0]]>([
    ["unknown", unknownUser, {}],
    ["suspended", {}, { status: "SUSPENDED" }],
    ["not confirmed", { userAttributes: { ...known, "cognito:user_status": "UNCONFIRMED" } }, {}],
  ])("gets no tokens for a user who is %s, and the ticket stays unused", async (_, who, profile) => {
    const ports = stage();
    const { token } = await issueSsoTicket(ports, { userId: "usr_ada" });
    ports.directory.profiles.set("usr_ada", profileOf(profile));
    expect(await (await begun(ports, who)).answer(token)).toEqual(FAILURE);
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["ticket.issued", "challenge.failed"]);
  });

  it("gets no ticket for a user who is unknown, suspended or not in the pool", async () => {
    const ports = stage({ status: "SUSPENDED" });
    ports.directory.profiles.set("usr_new", profileOf({ userId: "usr_new", sub: undefined }));
    for (const userId of ["usr_nobody", "usr_ada", "usr_new"]) {
      await expect(issueSsoTicket(ports, { userId })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    expect(ports.audit.events).toEqual([]);
  });

  it("is the only client that can use a ticket: the client of users asks for a code", async () => {
    const ports = stage();
    const { token } = await issueSsoTicket(ports, { userId: "usr_ada" });
    const story = challengeStory(ports);
    await story.begin();
    expect(story.question()?.publicChallengeParameters.challenge).toBe("CHOOSE");
    expect(await story.answer(token)).toEqual(FAILURE);
  });

  it("gets no tokens while the list of service clients cannot be read", async () => {
    const ports = stage();
    const down = { includes: () => Promise.reject(new Error("down")) };
    const story = challengeStory({ ...ports, serviceClients: down }, { clientId: SSO });
    await expect(story.define()).rejects.toThrow(/\[internal\]$/);
  });
});
