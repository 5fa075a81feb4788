/** Each trigger while each service is down, compared with "Outages" in docs/triggers.md. */
import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { SERVICES } from "../../support/broken-services.js";
import { openSampleChallenge } from "../../support/challenge-story.js";
import { sampleEvent } from "../../support/sample-event.js";
import { TRIGGER_NAMES, TRIGGERS, type TriggerName } from "../../support/triggers.js";
import { ada, grace, NOW, profileOf } from "../../support/users.js";

/** The page's name of a case, and the event that stands for it. */
const CASES: Readonly<Record<string, readonly [trigger: TriggerName, sample: string]>> = {
  "CreateAuthChallenge, choice": ["create-auth-challenge", "choice"],
  "CreateAuthChallenge, code": ["create-auth-challenge", "code"],
  CustomEmailSender: ["custom-email-sender", "sign-up"],
  "CustomEmailSender, attack notice": ["custom-email-sender", "account-take-over-notification"],
  CustomMessage: ["custom-message", "sign-up"],
  CustomSMSSender: ["custom-sms-sender", "sign-up"],
  DefineAuthChallenge: ["define-auth-challenge", "start"],
  InboundFederation: ["inbound-federation", "google"],
  "InboundFederation, refused": ["inbound-federation", "unverified-address"],
  "InboundFederation, address not proved": ["inbound-federation", "facebook"],
  "PostAuthentication, migrated user": ["post-authentication", "first-sign-in-of-a-migrated-user"],
  PostAuthentication: ["post-authentication", "sign-in"],
  "PostAuthentication, new device": ["post-authentication", "new-device"],
  "PostConfirmation, sign-up": ["post-confirmation", "confirm-sign-up"],
  "PostConfirmation, our endpoint": ["post-confirmation", "confirm-sign-up-at-our-endpoint"],
  "PostConfirmation, forgotten password": ["post-confirmation", "confirm-forgot-password"],
  PreAuthentication: ["pre-authentication", "sign-in"],
  "PreSignUp, self-registration": ["pre-sign-up", "sign-up"],
  "PreSignUp, administrator": ["pre-sign-up", "admin-create-user"],
  "PreSignUp, external provider": ["pre-sign-up", "external-provider"],
  PreTokenGeneration: ["pre-token-generation", "sign-in-of-a-migrated-user"],
  "UserMigration, sign-in": ["user-migration", "sign-in"],
  "UserMigration, forgotten password": ["user-migration", "forgot-password"],
  "VerifyAuthChallengeResponse, choice": ["verify-auth-challenge-response", "choice-of-a-code"],
  "VerifyAuthChallengeResponse, code": ["verify-auth-challenge-response", "code"],
};

const stage = async (trigger: TriggerName): Promise<MemoryPorts> => {
  const ports = memoryPorts({
    ...{ now: NOW, legacyUsers: [ada], profiles: [profileOf({ sub: "another" }), grace] },
    natives: [{ email: ada.email, sub: "another" }],
  });
  if (trigger !== "user-migration")
    await TRIGGERS["user-migration"](ports)(sampleEvent("user-migration/sign-in"));
  // Tokens are issued after PostAuthentication has written the profile.
  if (trigger === "pre-token-generation")
    await TRIGGERS["post-authentication"](ports)(
      sampleEvent("post-authentication/first-sign-in-of-a-migrated-user"),
    );
  await openSampleChallenge(ports);
  return ports;
};

const deliver = async (name: string, service?: string) => {
  const [trigger, sample] = CASES[name] ?? [];
  if (trigger === undefined) throw new Error(`no case ${name}`);
  const ports = await stage(trigger);
  const recordedBefore = ports.audit.events.length;
  const countedBefore = ports.metrics.counted.length;
  const broken = service === undefined ? {} : SERVICES[service]?.(ports);
  const answer = await TRIGGERS[trigger]({ ...ports, ...broken })(sampleEvent(`${trigger}/${sample}`)).then(
    ({ response }) => JSON.stringify(response),
    (thrown: Error) => /\[([a-z_]+)\]$/.exec(thrown.message)?.[1] ?? "unknown",
  );
  const kept = ports.logger.lines.flatMap(({ fields }) => fields.auditEvent?.type ?? []);
  return {
    answer,
    metrics: ports.metrics.counted.slice(countedBefore),
    events: ports.audit.events.slice(recordedBefore).map(({ type }) => type),
    kept,
    sent: ports.messenger.sent.length,
  };
};

/** The difference from normal operation, in the words of the page; undefined if there is none. */
const difference = async (name: string, service: string): Promise<string | undefined> => {
  const well = await deliver(name);
  const down = await deliver(name, service);
  const outcome = outcomeOf(well.answer, down.answer) + (down.sent < well.sent ? ", nothing sent" : "");
  const more = (all: readonly string[], usual: readonly string[]) =>
    [...new Set(all.filter((each) => !usual.includes(each)))].map((each) => `\`${each}\``).join(", ");
  const metrics = more(down.metrics, [...well.metrics, "trigger_refused", "allowed_pools_unreadable"]);
  const kept = more(down.kept, []);
  const events = [more(down.events, well.events), kept && `${kept} in the log`].filter(Boolean).join(", ");
  if (outcome === "as usual" && !metrics && !events) return undefined;
  return `${outcome} | ${metrics || "none"} | ${events || "none"}`;
};

const outcomeOf = (well: string, down: string): string => {
  if (down === well) return "as usual";
  return down.startsWith("{") ? "reduced answer" : `\`${down}\``;
};

/** Services with the same outcome share a line. */
const linesOf = async (name: string): Promise<string[]> => {
  const lines = new Map<string, string[]>();
  for (const service of Object.keys(SERVICES)) {
    const found = await difference(name, service);
    if (found !== undefined) lines.set(found, [...(lines.get(found) ?? []), service]);
  }
  return [...lines].map(([found, services]) => `| ${name} | ${services.join(", ")} | ${found} |`);
};

const page = readFileSync(new URL("../../../docs/triggers.md", import.meta.url), "utf8");
const section = page.split(/^## /m).find((each) => each.startsWith("Outages\n")) ?? "";
const stated = section.split("\n").filter((line) => /^\| (?!trigger|-)/.test(line));

it.each(Object.keys(CASES))("%s has the documented outcome while a service is down", async (name) => {
  expect(stated.filter((line) => line.startsWith(`| ${name} | `))).toEqual(await linesOf(name));
});

it.each(Object.keys(CASES))(
  "%s says in a metric that it could not read the list of allowed pools",
  async (name) => {
    const { metrics } = await deliver(name, "Parameter Store");
    expect(metrics).toContain("allowed_pools_unreadable");
    expect(section).toContain("`allowed_pools_unreadable`");
  },
);

it("covers every trigger, and the page has no line about anything else", () => {
  expect(new Set(Object.values(CASES).map(([trigger]) => trigger))).toEqual(new Set(TRIGGER_NAMES));
  const cases = stated.map((line) => line.split(" | ")[0]?.slice(2));
  expect(cases.filter((name) => name === undefined || !(name in CASES))).toEqual([]);
});
