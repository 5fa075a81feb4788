import { describe, expect, it } from "@jest/globals";
import { magicLinkAnswer, magicLinkChoice } from "../../../shared/domain/challenge/challenge.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { challengeStory, known, linkIn, unknownUser } from "../../support/challenge-story.js";
import { NOW, profileOf } from "../../support/users.js";

const BROWSER = "browser-value-0123456789";
const TOKENS = { issueTokens: true, failAuthentication: false };
const stage = () => memoryPorts({ now: NOW, profiles: [profileOf()] });
const asked = async (ports: MemoryPorts = stage(), browser = BROWSER) => {
  const story = challengeStory(ports);
  await story.begin();
  await story.answer(magicLinkChoice(browser));
  return { ports, story, token: linkIn(ports) };
};
const reasons = (ports: MemoryPorts) => ports.audit.events.map(({ details }) => details.reason);

describe("a sign-in by a mailed link", () => {
  it("takes the link's token together with the value of the browser that asked", async () => {
    const { ports, story, token } = await asked();
    expect(story.question()?.publicChallengeParameters).toEqual({ challenge: "LINK", validSeconds: "600" });
    expect(await story.answer(magicLinkAnswer(token, BROWSER))).toEqual(TOKENS);
    expect(reasons(ports)).toEqual(["link", undefined]);
  });

  it("hides the token behind the #, where no server and no Referer sees it", async () => {
    const { ports } = await asked();
    const [mail] = ports.messenger.sent;
    expect(mail?.text).toMatch(/https:\/\/example\.com\/sign-in-link#chl_/);
  });

  it("is refused in another browser", async () => {
    const { ports, story, token } = await asked();
    for (const answer of [
      magicLinkAnswer(token, "another-browser-012345678"),
      token,
      `${token}~`,
      `~${BROWSER}`,
    ]) {
      expect(await story.verify(answer)).toBe(false);
    }
    expect(reasons(ports)).toContain("another_browser");
  });

  it("is refused in the browser of another user who requested a link at the same time", async () => {
    const ports = stage();
    const victim = await asked(ports, "victims-browser-012345678");
    const attacker = await asked(ports, "attackers-browser-0123456");
    expect(await attacker.story.verify(magicLinkAnswer(victim.token, "attackers-browser-0123456"))).toBe(
      false,
    );
    expect(await victim.story.verify(magicLinkAnswer(attacker.token, "victims-browser-012345678"))).toBe(
      false,
    );
  });

  it("is wrong once the user has another address than the one that it was mailed to", async () => {
    const ports = stage();
    const userAttributes = { ...known };
    const story = challengeStory(ports, { userAttributes });
    await story.begin();
    await story.answer(magicLinkChoice(BROWSER));
    userAttributes.email = "ada.king@example.com";
    expect(await story.verify(magicLinkAnswer(linkIn(ports), BROWSER))).toBe(false);
    expect(reasons(ports)).toContain("wrong_link");
  });

  it("works once, and for ten minutes", async () => {
    const used = await asked();
    await used.story.answer(magicLinkAnswer(used.token, BROWSER));
    const [choice] = used.story.session;
    const again = challengeStory(used.ports, {}, choice ? [choice] : []);
    await again.create();
    const late = {
      ...again.question(),
      privateChallengeParameters: { ...again.question()?.privateChallengeParameters, round: "2" },
    };
    expect(await again.verify(magicLinkAnswer(used.token, BROWSER), late as never)).toBe(false);

    const slow = await asked();
    slow.ports.clock.advance(600_000);
    expect(await slow.story.verify(magicLinkAnswer(slow.token, BROWSER))).toBe(false);
    expect(reasons(slow.ports)).toContain("expired");
  });

  it("refuses every change of the token", async () => {
    const { story, token } = await asked();
    const [reference = "", expires = "", signature = ""] = token.split(".");
    const forged = [
      `${reference}.${Number(expires) + 600}.${signature}`,
      `chl_${"0".repeat(32)}.${expires}.${signature}`,
      `${reference}.${expires}.${signature.slice(0, -1)}${signature.endsWith("A") ? "B" : "A"}`,
      `${reference}.${expires}`,
      `${token}.x`,
      `${token}\n`,
      "",
    ];
    for (const each of forged) expect(await story.verify(magicLinkAnswer(each, BROWSER))).toBe(false);
    // Each was an answer to one round, which has only one: the true token comes too late.
    expect(await story.verify(magicLinkAnswer(token, BROWSER))).toBe(false);
  });

  it("sends no mail to an unknown user", async () => {
    const ports = stage();
    const story = challengeStory(ports, unknownUser);
    await story.begin();
    await story.answer(magicLinkChoice(BROWSER));
    expect(story.question()?.publicChallengeParameters).toEqual({ challenge: "LINK", validSeconds: "600" });
    expect(ports.messenger.sent).toEqual([]);
  });
});
