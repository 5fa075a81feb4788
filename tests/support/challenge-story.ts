/** A custom sign-in, step by step, as Cognito drives the three triggers: it keeps the session and what Create gave it. */
import type { MemoryPorts } from "../../shared/memory/ports.js";
import type { Ports } from "../../shared/ports/index.js";
import { type SampleEvent, sampleEvent } from "./sample-event.js";
import { TRIGGERS } from "./triggers.js";
import { NOW, SUB } from "./users.js";

type Entry = { challengeName: string; challengeResult: boolean; challengeMetadata?: string };
export type Decision = { challengeName?: string; issueTokens: boolean; failAuthentication: boolean };
export type Question = {
  publicChallengeParameters: Record<string, string>;
  privateChallengeParameters: Record<string, string>;
  challengeMetadata: string;
};

const CLIENT = "1example23456789abcdefghij";
export const known = {
  sub: SUB,
  "cognito:user_status": "CONFIRMED",
  email: "ada@example.com",
  email_verified: "true",
};

export type Who = {
  readonly userAttributes?: Record<string, string>;
  readonly userNotFound?: boolean;
  readonly clientId?: string;
  readonly userName?: string;
  readonly clientMetadata?: Record<string, string>;
};
export const unknownUser: Who = { userAttributes: {}, userNotFound: true, userName: "nobody@example.com" };

export const challengeStory = (ports: Ports, who: Who = {}, start: Entry[] = []) => {
  const session: Entry[] = [...start];
  const about = (request: object, triggerSource: string): SampleEvent => {
    const {
      userName = SUB,
      clientId = CLIENT,
      userAttributes = known,
      userNotFound = false,
      clientMetadata,
    } = who;
    const base = sampleEvent("define-auth-challenge/start");
    return {
      ...base,
      triggerSource,
      userName,
      callerContext: { ...base.callerContext, clientId },
      request: { userAttributes, userNotFound, ...(clientMetadata && { clientMetadata }), ...request },
      response: {},
    };
  };
  let question: Question | undefined;
  const story = {
    session,
    define: async () =>
      (
        await TRIGGERS["define-auth-challenge"](ports)(
          about({ session: [...session] }, "DefineAuthChallenge_Authentication"),
        )
      ).response as Decision,
    create: async () => {
      const request = { session: [...session], challengeName: "CUSTOM_CHALLENGE" };
      const { response } = await TRIGGERS["create-auth-challenge"](ports)(
        about(request, "CreateAuthChallenge_Authentication"),
      );
      question = response as Question;
      return question;
    },
    /** One delivery of Verify; the session does not move on. */
    verify: async (challengeAnswer: string, asked = question) => {
      const request = { challengeAnswer, privateChallengeParameters: asked?.privateChallengeParameters };
      const { response } = await TRIGGERS["verify-auth-challenge-response"](ports)(
        about(request, "VerifyAuthChallengeResponse_Authentication"),
      );
      return (response as { answerCorrect: boolean }).answerCorrect;
    },
    /** What Cognito does with an answer: Verify, then Define, then Create if there is a next question. */
    answer: async (challengeAnswer: string) => {
      const challengeResult = await story.verify(challengeAnswer);
      const { challengeMetadata = "" } = question ?? {};
      session.push({ challengeName: "CUSTOM_CHALLENGE", challengeResult, challengeMetadata });
      const decision = await story.define();
      if (decision.challengeName !== undefined) await story.create();
      return decision;
    },
    /** Define and Create of the first call. */
    begin: async () => {
      const decision = await story.define();
      if (decision.challengeName === "CUSTOM_CHALLENGE") await story.create();
      return decision;
    },
    question: () => question,
  };
  return story;
};

/** The code in the last mail, or the token of its link. */
export const codeIn = ({ messenger }: MemoryPorts): string =>
  /\b\d{8}\b/.exec(lastMail(messenger))?.[0] ?? "";
export const linkIn = ({ messenger }: MemoryPorts): string =>
  /https:\/\/example\.com\/sign-in-link#([\w.-]+)/.exec(lastMail(messenger))?.[1] ?? "";
const lastMail = (messenger: MemoryPorts["messenger"]): string => messenger.sent.at(-1)?.text ?? "";

/** Opens the challenge that the sample events speak of. */
export const openSampleChallenge = async ({ challenges }: MemoryPorts): Promise<void> => {
  const choice = { kind: "CODE", occasion: "sign_in" } as const;
  await challenges.open("chl_0123456789abcdef0123456789abcdef", choice, Date.parse(NOW) / 1000 + 600);
};
