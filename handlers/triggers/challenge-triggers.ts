/**
 * The three triggers of a sign-in by challenge, as one function: Cognito runs all of them in every such sign-in.
 * See docs/adr/0013-functions-of-a-sign-in.md.
 */
import { refuseUnknownSource, triggerGroup } from "../../shared/edge/cognito-trigger.js";
import { invocationPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { handler as createAuthChallenge } from "./create-auth-challenge.js";
import { handler as defineAuthChallenge } from "./define-auth-challenge.js";
import { handler as verifyAuthChallengeResponse } from "./verify-auth-challenge-response.js";

export const challengeTriggers = {
  DefineAuthChallenge: defineAuthChallenge,
  CreateAuthChallenge: createAuthChallenge,
  VerifyAuthChallengeResponse: verifyAuthChallengeResponse,
  VerifyAuthChallenge: verifyAuthChallengeResponse,
};

export const handler = triggerGroup(challengeTriggers, wired(refuseUnknownSource, invocationPorts));
