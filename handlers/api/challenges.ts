/**
 * Sign-in with an e-mailed code or magic link, and step-up before a sensitive action. The start responses are the
 * same for every address. A magic link works only in the browser that requested it, which its cookie identifies.
 */
import {
  handleCookie,
  handleOf,
  proofCodeFields,
  proofLinkFields,
  startFields,
  stepUpBody,
  stepUpFields,
} from "../../shared/edge/challenge-fields.js";
import { deviceCaller, deviceCookie } from "../../shared/edge/device-caller.js";
import { CHALLENGE_COOKIE } from "../../shared/edge/host-cookie.js";
import { type HttpDeps, type HttpRequest, httpFunction, withBody } from "../../shared/edge/http-endpoint.js";
import { accepted, ok } from "../../shared/edge/http-response.js";
import { keepingOf, type SessionModeDeps, userCredential } from "../../shared/edge/session-mode.js";
import { sessionResponse } from "../../shared/edge/session-response.js";
import type { ViewerDeps } from "../../shared/edge/viewer-caller.js";
import { type FinishDeps, finishSignIn } from "../../shared/flows/challenge/finish-sign-in.js";
import { type StartDeps, startSignIn } from "../../shared/flows/challenge/start-sign-in.js";
import { completeStepUp, type StepUpDeps, startStepUp } from "../../shared/flows/challenge/step-up.js";
import { httpPorts, viewerPorts } from "../../shared/wiring/base.js";
import { mailedSignInPorts, stepUpPorts } from "../../shared/wiring/challenge.js";
import { wired } from "../../shared/wiring/provider.js";
import { keepingPorts } from "../../shared/wiring/sign-in.js";

type Deps = HttpDeps & ViewerDeps & SessionModeDeps & StartDeps & FinishDeps & StepUpDeps;
type Method = "code" | "link";

export const challenges = (deps: Deps) => {
  const starting = (method: Method) =>
    withBody(startFields, async (body, request) => {
      const keeping = keepingOf(deps, body, request);
      return accepted(
        startSignIn(deps, { ...body, method, keeping, caller: await deviceCaller(deps, request) }),
        ({ delivery }) => ({ status: `${method}_sent`, delivery }),
        handleCookie,
      );
    });
  const finish = async (method: Method, typed: string, request: HttpRequest) => {
    const answer = { handle: handleOf(request), method, typed, caller: await deviceCaller(deps, request) };
    const { kept, device } = await finishSignIn(deps, answer);
    return sessionResponse(kept, [CHALLENGE_COOKIE.cleared(), deviceCookie(device)]);
  };
  return httpFunction(deps, {
    "POST /api/account/signin/code": starting("code"),
    "POST /api/account/signin/link": starting("link"),
    "POST /api/account/signin/code/verify": withBody(proofCodeFields, ({ code }, request) =>
      finish("code", code, request),
    ),
    "POST /api/account/signin/link/verify": withBody(proofLinkFields, ({ token }, request) =>
      finish("link", token, request),
    ),
    "POST /api/account/step-up": withBody(stepUpFields, async (body, request) =>
      accepted(
        startStepUp(deps, { ...body, credential: userCredential(deps, request) }),
        () => ({ status: "code_sent" }),
        handleCookie,
      ),
    ),
    "POST /api/account/step-up/verify": withBody(proofCodeFields, async ({ code }, request) => {
      const answer = {
        credential: userCredential(deps, request),
        handle: handleOf(request),
        code,
        caller: await deviceCaller(deps, request),
      };
      return ok(completeStepUp(deps, answer), stepUpBody, () => [CHALLENGE_COOKIE.cleared()]);
    }),
  });
};

export const handler = wired(challenges, {
  ...httpPorts,
  ...viewerPorts,
  ...keepingPorts,
  ...mailedSignInPorts,
  ...stepUpPorts,
});
