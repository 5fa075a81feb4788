/** The functions of several triggers: each source reaches the trigger of its name, and nothing else gets in. */
import { describe, expect, it } from "@jest/globals";
import { arrivalTriggers } from "../../../handlers/triggers/arrival-triggers.js";
import { challengeTriggers } from "../../../handlers/triggers/challenge-triggers.js";
import { signInTriggers } from "../../../handlers/triggers/sign-in-triggers.js";
import { refuseUnknownSource, type TriggerHandler } from "../../../shared/edge/cognito-trigger.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { openSampleChallenge } from "../../support/challenge-story.js";
import { type SampleEvent, sampleEvent, sampleNames } from "../../support/sample-event.js";
import { TRIGGERS, type TriggerName } from "../../support/triggers.js";
import { ada, grace, NOW, profileOf } from "../../support/users.js";

type Ports = ReturnType<typeof memoryPorts>;
const members = (ports: Ports) => {
  const alone = (name: TriggerName): TriggerHandler => {
    const trigger = TRIGGERS[name](ports);
    return (event) => trigger(event as SampleEvent);
  };
  return {
    preSignUp: alone("pre-sign-up"),
    userMigration: alone("user-migration"),
    preAuthentication: alone("pre-authentication"),
    postAuthentication: alone("post-authentication"),
    postConfirmation: alone("post-confirmation"),
    preTokenGeneration: alone("pre-token-generation"),
    defineAuthChallenge: alone("define-auth-challenge"),
    createAuthChallenge: alone("create-auth-challenge"),
    verifyAuthChallengeResponse: alone("verify-auth-challenge-response"),
    unknownSource: refuseUnknownSource(ports),
  };
};

const GROUPS: Readonly<
  Record<string, readonly [group: (ports: Ports) => (event: object) => Promise<object>, TriggerName[]]>
> = {
  arrivalTriggers: [(ports) => arrivalTriggers(members(ports)), ["pre-sign-up", "user-migration"]],
  signInTriggers: [
    (ports) => signInTriggers(members(ports)),
    ["pre-authentication", "post-authentication", "post-confirmation", "pre-token-generation"],
  ],
  challengeTriggers: [
    (ports) => challengeTriggers(members(ports)),
    ["define-auth-challenge", "create-auth-challenge", "verify-auth-challenge-response"],
  ],
};

const stage = async () => {
  const ports = memoryPorts({
    ...{ now: NOW, legacyUsers: [ada], profiles: [profileOf({ sub: "another" }), grace] },
  });
  await openSampleChallenge(ports);
  return ports;
};

/** What a delivery came to, with its line and what it counted. */
const deliver = async (name: string, by: (ports: Ports) => (event: never) => Promise<object>) => {
  const ports = await stage();
  const outcome = await by(ports)(sampleEvent(name) as never).then(
    (answer) => answer,
    (thrown: Error) => thrown.message,
  );
  return { outcome, lines: ports.logger.lines, counted: ports.metrics.counted, events: ports.audit.events };
};

describe.each(Object.entries(GROUPS))("%s", (_, [group, triggers]) => {
  it.each(triggers.flatMap((trigger) => sampleNames(trigger)))(
    "does with %s what its trigger alone does, with the same line, metrics and events",
    async (name) => {
      const trigger = name.split("/")[0] as TriggerName;
      expect(await deliver(name, group)).toEqual(await deliver(name, TRIGGERS[trigger]));
    },
  );

  it.each([
    "CustomMessage_SignUp",
    "Probe_Probe",
    "PreAuthenticationX_Authentication",
    "constructor_x",
    "",
    undefined,
    7,
  ])("refuses an event of the source %p, and says so in its line", async (triggerSource) => {
    const ports = await stage();
    await expect(group(ports)({ triggerSource, userPoolId: "us-east-1_Example01" })).rejects.toThrow(
      /\[invalid_request\]$/,
    );
    expect(ports.logger.lines.at(-1)).toMatchObject({
      fields: { source: "unknown", code: "invalid_request" },
    });
    expect(ports.metrics.counted).toContain("trigger_refused");
  });

  it("returns an event with an unknown source of its trigger unchanged, in any casing of the trigger", async () => {
    const [trigger = "pre-sign-up"] = triggers;
    const { triggerSource } = sampleEvent(sampleNames(trigger)[0] ?? "");
    const name = String(triggerSource).split("_")[0] ?? "";
    const event = {
      triggerSource: `${name.toUpperCase()}_Later`,
      userPoolId: "us-east-1_Example01",
      response: {},
    };
    expect(await group(await stage())(event)).toEqual(event);
  });
});
