/**
 * The three triggers of a sign-in by challenge, as one function: Cognito runs all of them in every such sign-in.
 * See docs/adr/0013-functions-of-a-sign-in.md.
 */
import { refuseUnknownSource, type TriggerHandler, triggerGroup } from "../../shared/edge/cognito-trigger.js";
import { invocationPorts, wired } from "../../shared/wiring/index.js";
import { handler as createAuthChallenge } from "./create-auth-challenge.js";
import { handler as defineAuthChallenge } from "./define-auth-challenge.js";
import { handler as verifyAuthChallengeResponse } from "./verify-auth-challenge-response.js";

type Members = Readonly<
  Record<
    "defineAuthChallenge" | "createAuthChallenge" | "verifyAuthChallengeResponse" | "unknownSource",
    TriggerHandler
  >
>;

export const challengeTriggers = (members: Members) =>
  triggerGroup(
    {
      DefineAuthChallenge: members.defineAuthChallenge,
      CreateAuthChallenge: members.createAuthChallenge,
      VerifyAuthChallengeResponse: members.verifyAuthChallengeResponse,
      VerifyAuthChallenge: members.verifyAuthChallengeResponse,
    },
    members.unknownSource,
  );

export const handler = challengeTriggers({
  defineAuthChallenge,
  createAuthChallenge,
  verifyAuthChallengeResponse,
  unknownSource: wired(refuseUnknownSource, invocationPorts),
});
