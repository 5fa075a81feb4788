import { describe, expect, it } from "@jest/globals";
import { issueSsoTicket } from "../../../shared/flows/challenge/issue-sso-ticket.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { challengeStory, codeIn } from "../../support/challenge-story.js";
import { NOW, profileOf } from "../../support/users.js";

const stage = () =>
  memoryPorts({ now: NOW, profiles: [profileOf()], serviceClients: ["2service3456789abcdefghijk"] });
const chosen = async (ports = stage()) => {
  const story = challengeStory(ports);
  await story.begin();
  const challengeResult = await story.verify("code");
  const { challengeMetadata = "" } = story.question() ?? {};
  story.session.push({ challengeName: "CUSTOM_CHALLENGE", challengeResult, challengeMetadata });
  return { ports, story };
};

describe("a trigger that Cognito delivers again", () => {
  it("sends one mail for one challenge, one after the other or at once", async () => {
    const { ports, story } = await chosen();
    const questions = await Promise.all([story.create(), story.create(), story.create()]);
    questions.push(await story.create());
    expect(new Set(questions.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(ports.messenger.sent).toHaveLength(1);
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["challenge.sent"]);
  });

  it("sends two mails for two sign-ins at once, each with its own code", async () => {
    const ports = stage();
    const [one, other] = [await chosen(ports), await chosen(ports)];
    await Promise.all([one.story.create(), other.story.create()]);
    expect(new Set(ports.messenger.sent.map(({ text }) => /\b\d{8}\b/.exec(text)?.[0])).size).toBe(2);
  });

  it("sends the same code again if the first delivery stopped before it recorded the sending", async () => {
    const { ports, story } = await chosen();
    const dying = { ...ports.challenges, settle: () => Promise.reject(new Error("killed")) };
    const dead = challengeStory({ ...ports, challenges: dying }, {}, story.session);
    await expect(dead.create()).rejects.toThrow();
    const first = codeIn(ports);
    const before = ports.clock.now().getTime();
    await story.create();
    expect(ports.clock.now().getTime() - before).toBe(4_000);
    expect(ports.messenger.sent).toHaveLength(2);
    expect(codeIn(ports)).toBe(first);
    expect(await story.verify(first)).toBe(true);
  });

  it("accepts the same choice twice, and no second choice", async () => {
    const story = challengeStory(stage());
    await story.begin();
    const link = "link:browser-value-0123456789";
    expect([await story.verify("code"), await story.verify("code"), await story.verify(link)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("has the same result for the same answer, and one event", async () => {
    const { ports, story } = await chosen();
    await story.create();
    const code = codeIn(ports);
    const verdicts = await Promise.all([story.verify(code), story.verify(code)]);
    verdicts.push(await story.verify(code));
    ports.clock.advance(3_600_000);
    verdicts.push(await story.verify(code));
    expect(verdicts).toEqual([true, true, true, true]);
    expect(ports.audit.events.filter(({ type }) => type === "challenge.passed")).toHaveLength(1);
  });

  it("counts a wrong answer once, and lets no other answer into its round", async () => {
    const { ports, story } = await chosen();
    await story.create();
    expect([await story.verify("00000000"), await story.verify("00000000")]).toEqual([false, false]);
    expect(await story.verify(codeIn(ports))).toBe(false);
    expect(ports.audit.events.filter(({ type }) => type === "challenge.failed")).toHaveLength(1);
  });

  it("counts two hundred parallel guesses of one round as one guess", async () => {
    const { ports, story } = await chosen();
    await story.create();
    const code = Number(codeIn(ports));
    const guesses = Array.from({ length: 200 }, (_, index) => String(code - 100 + index).padStart(8, "0"));
    const verdicts = await Promise.all(guesses.map((guess) => story.verify(guess)));
    expect(verdicts.filter(Boolean).length).toBeLessThanOrEqual(1);
    const [row] = [...ports.challenges.rows.values()];
    expect(Object.keys(row?.answers ?? {})).toHaveLength(1);
  });

  it("consumes a ticket for its challenge, not for one delivery", async () => {
    const ports = stage();
    const { token } = await issueSsoTicket(ports, { userId: "usr_ada" });
    const story = challengeStory(ports, { clientId: "2service3456789abcdefghijk" });
    await story.begin();
    expect(await Promise.all([story.verify(token), story.verify(token)])).toEqual([true, true]);
    const another = challengeStory(ports, { clientId: "2service3456789abcdefghijk" });
    await another.begin();
    expect(await another.verify(token)).toBe(false);
  });
});

describe("a dependency that is down", () => {
  it("mail: the answer is that of an unknown user; an event and a metric report the failure", async () => {
    const { ports, story } = await chosen();
    ports.messenger.broken = true;
    const question = await story.create();
    expect(question.publicChallengeParameters).toEqual({ challenge: "CODE", validSeconds: "600" });
    expect(ports.audit.events).toMatchObject([
      { type: "challenge.withheld", details: { reason: "delivery_failed" } },
    ]);
    expect(ports.metrics.counted).toContain("challenge_undelivered");
  });

  it.each(["challenges", "directory", "audit"] as const)(
    "%s: the sign-in is refused, without the reason",
    async (port) => {
      const { ports, story } = await chosen();
      await story.create();
      const code = codeIn(ports);
      ports[port].broken = true;
      await expect(story.verify(code)).rejects.toThrow(/\[temporarily_unavailable\]$/);
      ports[port].broken = false;
      expect(await story.verify(code)).toBe(true);
    },
  );
});
