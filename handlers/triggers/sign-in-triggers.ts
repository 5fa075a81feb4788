/**
 * The triggers that run at every sign-in, as one function: Cognito waits for each trigger, so separate functions
 * would add a cold start each. None of these triggers has access to the secret of another system. See
 * docs/adr/0013-functions-of-a-sign-in.md.
 */
import { refuseUnknownSource, triggerGroup } from "../../shared/edge/cognito-trigger.js";
import { invocationPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { handler as postAuthentication } from "./post-authentication.js";
import { handler as postConfirmation } from "./post-confirmation.js";
import { handler as preAuthentication } from "./pre-authentication.js";
import { handler as preTokenGeneration } from "./pre-token-generation.js";

export const signInTriggers = {
  PreAuthentication: preAuthentication,
  PostAuthentication: postAuthentication,
  PostConfirmation: postConfirmation,
  TokenGeneration: preTokenGeneration,
};

export const handler = triggerGroup(signInTriggers, wired(refuseUnknownSource, invocationPorts));
