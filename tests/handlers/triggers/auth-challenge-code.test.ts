import { describe, expect, it } from "@jest/globals";
import { THROTTLES } from "../../../shared/domain/throttle-rule.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { challengeStory, codeIn, known, unknownUser, type Who } from "../../support/challenge-story.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { NOW, profileOf, SUB } from "../../support/users.js";

const QUESTION = { challengeName: "CUSTOM_CHALLENGE", issueTokens: false, failAuthentication: false };
const TOKENS = { issueTokens: true, failAuthentication: false };
const FAILURE = { issueTokens: false, failAuthentication: true };
const stage = () => memoryPorts({ now: NOW, profiles: [profileOf()] });
const asked = async (who: Who = {}, ports = stage()) => {
  const story = challengeStory(ports, who);
  await story.begin();
  await story.answer("code");
  return { ports, story };
};
const otherThan = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, "0");
const types = (ports: ReturnType<typeof stage>) => ports.audit.events.map(({ type }) => type);

describe("a sign-in by a mailed code", () => {
  it("asks for the method first, and sends nothing until it is chosen", async () => {
    const ports = stage();
    const story = challengeStory(ports);
    expect(await story.begin()).toEqual(QUESTION);
    expect(story.question()?.publicChallengeParameters).toEqual({
      challenge: "CHOOSE",
      methods: "code link step-up",
      validSeconds: "600",
    });
    expect(ports.messenger.sent).toEqual([]);
    expect(await story.answer("code")).toEqual(QUESTION);
    expect(ports.messenger.sent).toMatchObject([{ channel: "email", to: "ada@example.com" }]);
  });

  it("gives tokens for the right code, and leaves an event for sending and one for passing", async () => {
    const { ports, story } = await asked();
    const reference = story.question()?.privateChallengeParameters.reference;

    expect(await story.answer(codeIn(ports))).toEqual(TOKENS);
    expect(ports.audit.events).toEqual([
      {
        id: `challenge.sent/${reference}`,
        type: "challenge.sent",
        version: 1,
        subject: "user:usr_ada",
        at: NOW,
        details: { reason: "sign_in", userId: "usr_ada", sub: SUB, clientId: "1example23456789abcdefghij" },
      },
      {
        id: `challenge.passed/${reference}/1`,
        type: "challenge.passed",
        version: 1,
        subject: "user:usr_ada",
        at: NOW,
        details: { userId: "usr_ada", sub: SUB },
      },
    ]);
  });

  it("gives Cognito and the caller nothing from which the code could be known", async () => {
    const { ports, story } = await asked();
    const code = codeIn(ports);
    expect(code).toMatch(/^\d{8}$/);
    const said = JSON.stringify([story.question(), story.session, ports.audit.events, ports.logger.lines]);
    expect(said).not.toContain(code);
    expect(JSON.stringify([...ports.challenges.rows.values()])).not.toContain(code);
    expect(Object.keys(story.question()?.publicChallengeParameters ?? {})).not.toContain("reference");
  });

  it.each(["code", "step-up"])(
    "refuses a %s that was sent before a suspension, also after the reinstatement",
    async (choice) => {
      const ports = stage();
      const story = challengeStory(ports);
      await story.begin();
      await story.answer(choice);
      ports.clock.advance(1000);
      const held = profileOf({ suspendedAt: ports.clock.now().toISOString() });
      ports.directory.profiles.set(held.userId, held);
      ports.clock.advance(1000);
      expect(await story.verify(codeIn(ports))).toBe(false);
      expect(ports.audit.events.at(-1)).toMatchObject({ details: { reason: "user_suspended" } });
      const later = challengeStory(ports);
      await later.begin();
      await later.answer(choice);
      expect(await later.verify(codeIn(ports))).toBe(true);
    },
  );

  it.each(["code", "step-up"])(
    "refuses a %s as wrong once the user has another address than the one that it was mailed to",
    async (choice) => {
      const userAttributes = { ...known };
      const ports = stage();
      const story = challengeStory(ports, { userAttributes });
      await story.begin();
      await story.answer(choice);
      userAttributes.email = "ada.king@example.com";
      expect(await story.verify(codeIn(ports))).toBe(false);
      expect(ports.audit.events.at(-1)).toMatchObject({ details: { reason: "wrong_code" } });
    },
  );

  it("has another code each time", async () => {
    const ports = stage();
    const codes = new Set<string>();
    for (let time = 0; time < 5; time += 1) {
      await asked({}, ports);
      codes.add(codeIn(ports));
    }
    expect(codes.size).toBe(5);
  });

  it("ends after three wrong answers, with one mail for all of them", async () => {
    const { ports, story } = await asked();
    const wrong = otherThan(codeIn(ports));
    expect(await story.answer(wrong)).toEqual(QUESTION);
    expect(await story.answer(wrong)).toEqual(QUESTION);
    expect(await story.answer(wrong)).toEqual(FAILURE);
    expect(ports.messenger.sent).toHaveLength(1);
    expect(types(ports)).toEqual(["challenge.sent", ...Array(3).fill("challenge.failed")]);
  });

  it("takes the right code after wrong ones", async () => {
    const { ports, story } = await asked();
    await story.answer(otherThan(codeIn(ports)));
    await story.answer("");
    expect(await story.answer(codeIn(ports))).toEqual(TOKENS);
  });

  it("takes no code after ten minutes", async () => {
    const { ports, story } = await asked();
    ports.clock.advance(600_000);
    expect(await story.verify(codeIn(ports))).toBe(false);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "challenge.failed",
      details: { reason: "expired" },
    });
  });

  it("accepts a code once; it is invalid in another round and at another challenge", async () => {
    const { ports, story } = await asked();
    const code = codeIn(ports);
    const first = story.question();
    await story.answer(otherThan(code));
    expect(await story.verify(code)).toBe(true);
    expect(await story.verify(code, first)).toBe(false);
    const { story: another } = await asked({}, ports);
    expect(await another.verify(code)).toBe(false);
  });

  it.each([
    "",
    " ",
    "CODE",
    "code ",
    "sms",
    "link",
    "link:short",
    `link:${"x".repeat(129)}`,
    "x".repeat(5_000),
  ])("ends when %j is chosen", async (choice) => {
    const ports = stage();
    const story = challengeStory(ports);
    await story.begin();
    expect(await story.answer(choice)).toEqual(FAILURE);
    expect(ports.messenger.sent).toEqual([]);
  });

  it("uses the language of the caller, else that of the user, else that of the stage", async () => {
    const subjects = await Promise.all(
      [
        { clientMetadata: { language: "de-AT" } },
        { userAttributes: { ...known, locale: "fr_FR" } },
        { clientMetadata: { language: "<script>" }, userAttributes: { ...known, locale: "es" } },
        {},
      ].map(async (who) => {
        const { ports } = await asked(who);
        const [mail] = ports.messenger.sent;
        return mail?.channel === "email" ? /<html[^>]* lang="(\w+)"/.exec(mail.html)?.[1] : undefined;
      }),
    );
    expect(subjects).toEqual(["de", "fr", "es", "en"]);
  });

  it("requested too often by one user is refused, with an error that the endpoint recognizes", async () => {
    const ports = stage();
    const { limit } = THROTTLES.challengePerUser;
    for (let time = 0; time < limit; time += 1) await asked({}, ports);
    const story = challengeStory(ports);
    await story.begin();
    const thrown = await rejectionOf(story.answer("code"));
    expect(thrown.message).toBe(thrownWords("too_many_requests"));
    expect(ports.messenger.sent).toHaveLength(limit);
  });
});

describe("a code after the password", () => {
  const password = [
    { challengeName: "SRP_A", challengeResult: true },
    { challengeName: "PASSWORD_VERIFIER", challengeResult: true },
  ];

  it("is a second factor: tokens need both", async () => {
    const ports = stage();
    const story = challengeStory(ports, {}, [...password]);
    expect(await story.begin()).toEqual(QUESTION);
    expect(story.question()?.publicChallengeParameters.methods).toBe("code");
    expect(await story.answer("code")).toEqual(QUESTION);
    expect(await story.answer(codeIn(ports))).toEqual(TOKENS);
  });

  it("cannot be replaced by a link or a step-up", async () => {
    for (const choice of ["link:browser-value-0123456789", "step-up"]) {
      const story = challengeStory(stage(), {}, [...password]);
      await story.begin();
      expect(await story.answer(choice)).toEqual(FAILURE);
    }
  });

  it("goes to a user who replaced a temporary password in the same sign-in", async () => {
    const ports = stage();
    const who = { userAttributes: { ...known, "cognito:user_status": "FORCE_CHANGE_PASSWORD" } };
    const renewed = { challengeName: "NEW_PASSWORD_REQUIRED", challengeResult: true };
    const story = challengeStory(ports, who, [...password, renewed]);
    await story.begin();
    await story.answer("code");
    expect(await story.answer(codeIn(ports))).toEqual(TOKENS);
  });
});

describe("a user who may not sign in by code", () => {
  const users: [string, Who, Parameters<typeof profileOf>[0], string][] = [
    ["unknown to the pool", unknownUser, {}, "user_unknown"],
    ["suspended", {}, { status: "SUSPENDED" }, "user_suspended"],
    [
      "not confirmed",
      { userAttributes: { ...known, "cognito:user_status": "UNCONFIRMED" } },
      {},
      "user_not_confirmed",
    ],
    [
      "with an unverified address",
      { userAttributes: { ...known, email_verified: "false" } },
      {},
      "address_not_verified",
    ],
  ];

  it.each(users)("%s gets the same challenge, no mail and no tokens", async (_, who, profile, reason) => {
    const seen = async (user: Who, ports: ReturnType<typeof stage>) => {
      const { story } = await asked(user, ports);
      const first = story.question()?.publicChallengeParameters;
      const second = await story.answer("00000000");
      await story.answer("00000000");
      return [first, second, story.question()?.publicChallengeParameters, await story.answer("00000000")];
    };
    const ports = memoryPorts({ now: NOW, profiles: [profileOf(profile)] });
    const usual = stage();

    expect(await seen(who, ports)).toEqual(await seen({}, usual));
    expect(ports.messenger.sent).toEqual([]);
    expect(ports.audit.events[0]).toMatchObject({ type: "challenge.withheld", details: { reason } });
    expect(types(ports).slice(1)).toEqual(types(usual).slice(1));
    expect(ports.challenges.rows.size).toBe(usual.challenges.rows.size);
  });

  it("is refused even with the correct code", async () => {
    const ports = memoryPorts({ now: NOW, profiles: [profileOf({ status: "SUSPENDED" })] });
    const { story } = await asked({}, ports);
    const { reference = "" } = story.question()?.privateChallengeParameters ?? {};
    expect(await story.answer(await ports.challengeKey.code(reference))).toEqual(QUESTION);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "challenge.failed",
      details: { reason: "user_suspended" },
    });
  });

  it("who is unknown is audited under a pseudonym, without what was typed", async () => {
    const { ports, story } = await asked(unknownUser);
    await story.answer("00000000");
    expect(ports.audit.events.every(({ subject }) => subject.startsWith("pseudonym:"))).toBe(true);
    expect(JSON.stringify(ports.audit.events)).not.toContain("nobody@example.com");
  });

  it("is refused if suspended between the mail and the answer", async () => {
    const { ports, story } = await asked();
    ports.directory.profiles.set("usr_ada", profileOf({ status: "SUSPENDED" }));
    expect(await story.verify(codeIn(ports))).toBe(false);
  });
});
