import { describe, expect, it } from "@jest/globals";
import { customMessage } from "../../../handlers/triggers/custom-message.js";
import { LANGUAGES } from "../../../shared/domain/messages/language.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { CANARY, leaksOf, saidBy } from "../../support/canary.js";
import { type SampleChange, sampleEvent, sampleNames } from "../../support/sample-event.js";
import { messageSettings } from "../../support/triggers.js";

type Answer = { smsMessage: string; emailMessage?: string; emailSubject?: string };

const answerTo = async (name: string, change: SampleChange = {}, settings = messageSettings) => {
  const handle = customMessage({ ...memoryPorts(), messages: settings });
  return (await handle(sampleEvent(name, change))).response as Answer;
};
const samples = sampleNames("custom-message");

describe.each(samples)("%s", (name) => {
  it.each(LANGUAGES)("has the code's placeholder once in every part, in %s", async (language) => {
    const settings = { ...messageSettings, language };
    const attributes = { request: { clientMetadata: undefined, userAttributes: { locale: undefined } } };
    const { smsMessage, emailMessage = "", emailSubject } = await answerTo(name, attributes, settings);
    expect(smsMessage.split("{####}")).toHaveLength(2);
    expect(emailMessage.split("{####}")).toHaveLength(2);
    expect(emailMessage).toContain(`<html lang="${language}"`);
    expect(emailSubject).not.toContain("{####}");
  });

  it("has no e-mail part if Cognito does not send through SES", async () => {
    const answer = await answerTo(name, {}, { ...messageSettings, ownEmails: false });
    expect(Object.keys(answer)).toEqual(["smsMessage"]);
  });

  it("has the user name's placeholder only for users that an administrator created", async () => {
    const { smsMessage, emailMessage } = await answerTo(name);
    const expected = name === "custom-message/admin-create-user";
    expect([smsMessage, emailMessage].map((text) => text?.includes("{username}"))).toEqual([
      expected,
      expected,
    ]);
  });
});

describe("the language", () => {
  const languageOf = async (change: SampleChange) =>
    /<html lang="(\w+)"/.exec((await answerTo("custom-message/sign-up", change)).emailMessage ?? "")?.[1];
  const request = (metadata: unknown, locale?: string) => ({
    request: { clientMetadata: metadata, userAttributes: { locale } },
  });

  it.each([
    ["the client's locale", request({ locale: "de-AT", language: "ja" }, "fr"), "de"],
    ["the client's language", request({ locale: undefined, language: "ja" }, "fr"), "ja"],
    ["the user's own locale", request(null, "fr_CA"), "fr"],
    [
      "the user's own, when the client asks for one that is not there",
      request({ locale: "tlh" }, "es"),
      "es",
    ],
    ["the stage's, if none is requested", request(undefined), "en"],
    ["the stage's, when what is asked for is not text", request({ locale: 7 }), "en"],
  ])("is %s", async (_, change, language) => {
    expect(await languageOf(change)).toBe(language);
  });
});

it("reads only a known language from the client's metadata, and logs no part of it", async () => {
  const ports = memoryPorts();
  const clientMetadata = { locale: CANARY, language: CANARY, brand: CANARY, link: CANARY, code: CANARY };
  const event = sampleEvent("custom-message/sign-up", { request: { clientMetadata } });
  const { response } = await customMessage({ ...ports, messages: messageSettings })(event);
  expect(leaksOf(CANARY, saidBy(ports, JSON.stringify(response)))).toEqual([]);
});

it("writes the same message for a repeated event", async () => {
  const answers = await Promise.all([1, 2, 3].map(() => answerTo("custom-message/forgot-password")));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

it("keeps a placeholder that Cognito writes in another way", async () => {
  const { smsMessage } = await answerTo("custom-message/sign-up", { request: { codeParameter: "{#code#}" } });
  expect(smsMessage).toContain("{#code#}");
});
