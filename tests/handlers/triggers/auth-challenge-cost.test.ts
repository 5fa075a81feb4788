/** A challenge makes the same calls in the same order for known and unknown users, so timing reveals nothing. */
import { expect, it } from "@jest/globals";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import type { Ports } from "../../../shared/ports/index.js";
import { challengeStory, known, unknownUser, type Who } from "../../support/challenge-story.js";
import { NOW, profileOf } from "../../support/users.js";

/** The ports that use the network. */
const DISTANT = ["audit", "challenges", "directory", "tickets", "messenger", "throttle"] as const;

const listened = (ports: MemoryPorts, calls: string[]): Ports => {
  const heard = DISTANT.map((name) => [
    name,
    new Proxy(ports[name], {
      get: (port, method, receiver) => {
        const member: unknown = Reflect.get(port, method, receiver);
        if (typeof member !== "function") return member;
        return (...input: unknown[]) => {
          calls.push(`${name}.${String(method)}`);
          return member.apply(port, input) as unknown;
        };
      },
    }),
  ]);
  return { ...ports, ...(Object.fromEntries(heard) as Partial<Ports>) };
};

const costOf = async (who: Who, choice: string, profile: Parameters<typeof profileOf>[0] = {}) => {
  const calls: string[] = [];
  const story = challengeStory(
    listened(memoryPorts({ now: NOW, profiles: [profileOf(profile)] }), calls),
    who,
  );
  await story.begin();
  await story.answer(choice);
  for (const wrong of ["00000000", "00000001", "00000002"]) await story.answer(wrong);
  return calls;
};

const users: [string, Who, Parameters<typeof profileOf>[0]][] = [
  ["unknown", unknownUser, {}],
  ["suspended", {}, { status: "SUSPENDED" }],
  ["not confirmed", { userAttributes: { ...known, "cognito:user_status": "UNCONFIRMED" } }, {}],
];

it.each(users)(
  "a challenge of a user %s costs the same as any other, without the mail",
  async (_, who, profile) => {
    for (const choice of ["code", "link:browser-value-0123456789"]) {
      const usual = await costOf({}, choice);
      expect(usual.filter((call) => call === "messenger.send")).toHaveLength(1);
      expect(await costOf(who, choice, profile)).toEqual(usual.filter((call) => call !== "messenger.send"));
    }
  },
);
