/**
 * Events of the three triggers of custom authentication. The session is parsed strictly: an event whose
 * session is not the documented list is rejected.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
import * as z from "zod/mini";
import type { HistoryEntry } from "../domain/challenge/history.js";
import { about, attributes, envelope, triggerEvent } from "./trigger-event.js";

const asked = {
  userAttributes: attributes,
  userNotFound: z.optional(z.nullable(z.boolean())),
  clientMetadata: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
};

const session = z.array(
  z.looseObject({
    challengeName: z.string(),
    challengeResult: z.boolean(),
    challengeMetadata: z.optional(z.nullable(z.string())),
  }),
);

type Asked = {
  userName: string;
  callerContext: { clientId?: string | null | undefined };
  request: {
    userAttributes: Record<string, string>;
    userNotFound?: boolean | null | undefined;
    clientMetadata?: Record<string, unknown> | null | undefined;
  };
};

const user = (event: Asked) => {
  const held = event.request.userAttributes;
  return {
    ...about(event),
    userName: event.userName,
    userNotFound: event.request.userNotFound === true || held.sub === undefined,
    status: held["cognito:user_status"],
    emailVerified: held.email_verified === "true",
    locale: held.locale,
  };
};

const clientOf = ({ callerContext }: Asked): string => callerContext.clientId ?? "";

/** The requested language. No other value is read from `clientMetadata`, which any caller can set. */
const languageWish = ({ request }: Asked): string | undefined => {
  const { locale, language } = request.clientMetadata ?? {};
  return [language, locale].find((tag) => typeof tag === "string");
};

const historyOf = (entries: z.infer<typeof session>): HistoryEntry[] =>
  entries.map(({ challengeName, challengeResult, challengeMetadata }) => ({
    name: challengeName,
    passed: challengeResult,
    metadata: challengeMetadata ?? undefined,
  }));

const withSession = z.looseObject({ ...envelope, request: z.looseObject({ ...asked, session }) });

export const defineAuthChallengeEvent = triggerEvent(
  ["DefineAuthChallenge_Authentication"],
  withSession,
  (event) => ({
    user: user(event),
    clientId: clientOf(event),
    history: historyOf(event.request.session),
  }),
);

export const createAuthChallengeEvent = triggerEvent(
  ["CreateAuthChallenge_Authentication"],
  z.looseObject({
    ...envelope,
    request: z.looseObject({ ...asked, session, challengeName: z.literal("CUSTOM_CHALLENGE") }),
  }),
  (event) => ({
    user: user(event),
    clientId: clientOf(event),
    history: historyOf(event.request.session),
    language: languageWish(event),
  }),
);

/** One table of the AWS guide names the source without "Response", so both names are accepted. */
export const verifyAuthChallengeResponseEvent = triggerEvent(
  ["VerifyAuthChallengeResponse_Authentication", "VerifyAuthChallenge_Authentication"],
  z.looseObject({
    ...envelope,
    request: z.looseObject({
      ...asked,
      privateChallengeParameters: z.catch(z.record(z.string(), z.string()), {}),
      challengeAnswer: z.catch(z.string(), ""),
    }),
  }),
  (event) => ({
    user: user(event),
    parameters: event.request.privateChallengeParameters,
    answer: event.request.challengeAnswer,
  }),
);
