/**
 * The three triggers of custom authentication (developer guide, "Custom authentication challenge Lambda
 * triggers"). DefineAuthChallenge decides the next step and must return exactly one of: a challenge, tokens
 * or failure. If the client hides which users exist, the triggers also run for unknown users, with
 * `userNotFound`.
 */
import { z } from "zod";
import type { CustomQuestion } from "../auth/challenges.js";
import type { ChallengeEntry } from "../auth/sign-in-state.js";
import type { Step } from "../auth/step.js";
import { CognitoError } from "../errors.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import { triggerAttributes } from "../store/user.js";

type ChallengeTrigger = "DefineAuthChallenge" | "CreateAuthChallenge" | "VerifyAuthChallengeResponse";

const defineAnswer = z.object({
  challengeName: z.string().min(1).nullish(),
  issueTokens: z.boolean().nullish(),
  failAuthentication: z.boolean().nullish(),
});

export type Decision =
  | { readonly kind: "challenge"; readonly name: string }
  | { readonly kind: "tokens" }
  | { readonly kind: "failure" };

export async function defineAuthChallenge(services: Services, step: Step): Promise<Decision> {
  const { challengeName, issueTokens, failAuthentication } = await services.runTrigger({
    ...callOf("DefineAuthChallenge", step, { session: step.signInState.history }),
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
    answer: defineAnswer,
  });
  const outcomes: Decision[] = [
    ...(challengeName ? [{ kind: "challenge", name: challengeName } as const] : []),
    ...(issueTokens ? [{ kind: "tokens" } as const] : []),
    ...(failAuthentication ? [{ kind: "failure" } as const] : []),
  ];
  const [only, ...others] = outcomes;
  if (!only || others.length > 0) {
    throw unusable("exactly one of challengeName, issueTokens and failAuthentication must be given");
  }
  return only;
}

const texts = z.record(z.string(), z.string()).nullish();

const createAnswer = z.object({
  publicChallengeParameters: texts,
  privateChallengeParameters: texts,
  challengeMetadata: z.string().nullish(),
});

export async function createAuthChallenge(services: Services, step: Step): Promise<CustomQuestion> {
  const session: readonly ChallengeEntry[] = step.signInState.history;
  const { challengeMetadata, ...parameters } = await services.runTrigger({
    ...callOf("CreateAuthChallenge", step, { challengeName: "CUSTOM_CHALLENGE", session }),
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    answer: createAnswer,
  });
  return {
    publicParameters: parameters.publicChallengeParameters ?? {},
    privateParameters: parameters.privateChallengeParameters ?? {},
    ...(challengeMetadata && { metadata: challengeMetadata }),
  };
}

const verifyAnswer = z.object({ answerCorrect: z.boolean().nullish() });

/** If the function does not say whether the answer is correct, it is wrong. */
export async function verifyAuthChallengeResponse(
  services: Services,
  step: Step,
  { privateParameters }: CustomQuestion,
  challengeAnswer: string,
): Promise<boolean> {
  const request = { privateChallengeParameters: privateParameters, challengeAnswer };
  const { answerCorrect } = await services.runTrigger({
    ...callOf("VerifyAuthChallengeResponse", step, request),
    response: { answerCorrect: null },
    answer: verifyAnswer,
  });
  return answerCorrect === true;
}

/** Throws InvalidUserPoolConfigurationException if the pool has no such trigger. */
export function challengeFunction({ pool }: Pick<Step, "pool">, trigger: ChallengeTrigger): string {
  const functionArn = pool.settings.LambdaConfig[trigger];
  if (functionArn !== undefined) return functionArn;
  const message = `Custom auth lambda trigger ${trigger} is not configured for the user pool.`;
  throw new CognitoError("InvalidUserPoolConfigurationException", message);
}

function callOf(trigger: ChallengeTrigger, step: Step, request: object) {
  const { pool, client, user, signInState, clientMetadata } = step;
  return {
    trigger,
    source: `${trigger}_Authentication`,
    functionArn: challengeFunction(step, trigger),
    pool,
    userName: user?.username ?? signInState.typed,
    clientId: client.id,
    request: {
      userAttributes: user ? triggerAttributes(user) : {},
      ...request,
      ...(clientMetadata && { clientMetadata }),
      ...(hidesExistence(client.settings) && { userNotFound: !user }),
    },
  };
}

export const unusable = (reason: string) =>
  new CognitoError(
    "InvalidLambdaResponseException",
    `DefineAuthChallenge: Unrecognizable lambda output (${reason})`,
  );
