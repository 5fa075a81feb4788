/** The functions of several triggers: each source reaches the trigger of its name, and nothing else gets in. */
import { describe, expect, it } from "@jest/globals";
import { arrivalTriggers } from "../../../handlers/triggers/arrival-triggers.js";
import { challengeTriggers } from "../../../handlers/triggers/challenge-triggers.js";
import { handler as createAuthChallenge } from "../../../handlers/triggers/create-auth-challenge.js";
import { handler as defineAuthChallenge } from "../../../handlers/triggers/define-auth-challenge.js";
import { handler as postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { handler as postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { handler as preAuthentication } from "../../../handlers/triggers/pre-authentication.js";
import { handler as preSignUp } from "../../../handlers/triggers/pre-sign-up.js";
import { handler as preTokenGeneration } from "../../../handlers/triggers/pre-token-generation.js";
import { signInTriggers } from "../../../handlers/triggers/sign-in-triggers.js";
import { handler as userMigration } from "../../../handlers/triggers/user-migration.js";
import { handler as verifyAuthChallengeResponse } from "../../../handlers/triggers/verify-auth-challenge-response.js";
import {
  refuseUnknownSource,
  type TriggerHandler,
  triggerGroup,
} from "../../../shared/edge/cognito-trigger.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { openSampleChallenge } from "../../support/challenge-story.js";
import { type SampleEvent, sampleEvent, sampleNames } from "../../support/sample-event.js";
import { TRIGGERS, type TriggerName } from "../../support/triggers.js";
import { ada, grace, NOW, profileOf } from "../../support/users.js";

type Ports = ReturnType<typeof memoryPorts>;
type Group = Readonly<Record<string, TriggerHandler>>;

/** The file of each deployed handler. */
const FILES = new Map<TriggerHandler, TriggerName>([
  [preSignUp, "pre-sign-up"],
  [userMigration, "user-migration"],
  [preAuthentication, "pre-authentication"],
  [postAuthentication, "post-authentication"],
  [postConfirmation, "post-confirmation"],
  [preTokenGeneration, "pre-token-generation"],
  [defineAuthChallenge, "define-auth-challenge"],
  [createAuthChallenge, "create-auth-challenge"],
  [verifyAuthChallengeResponse, "verify-auth-challenge-response"],
]);
const fileOf = (handler: TriggerHandler): TriggerName => {
  const name = FILES.get(handler);
  if (name === undefined) throw new Error("a group names a handler that is no trigger's");
  return name;
};

/** The group as it is deployed, with each of its handlers on memory ports. */
const onMemory = (group: Group) => (ports: Ports) => {
  const members = Object.entries(group).map(([source, handler]) => {
    const trigger = TRIGGERS[fileOf(handler)](ports);
    return [source, (event: object) => trigger(event as SampleEvent)] as const;
  });
  return triggerGroup(Object.fromEntries(members), refuseUnknownSource(ports));
};

const GROUPS: Readonly<Record<string, readonly [group: Group, TriggerName[]]>> = {
  arrivalTriggers: [arrivalTriggers, ["pre-sign-up", "user-migration"]],
  signInTriggers: [
    signInTriggers,
    ["pre-authentication", "post-authentication", "post-confirmation", "pre-token-generation"],
  ],
  challengeTriggers: [
    challengeTriggers,
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

describe.each(Object.entries(GROUPS))("%s", (_, [deployed, triggers]) => {
  const group = onMemory(deployed);

  it("names each of its triggers, and no other", () => {
    expect([...new Set(Object.values(deployed).map(fileOf))].sort()).toEqual([...triggers].sort());
  });

  it.each(triggers.flatMap((trigger) => sampleNames(trigger)))(
    "handles %s like its trigger alone, with the same log line, metrics and events",
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
