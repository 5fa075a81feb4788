/**
 * The public auth endpoints: sign-up, confirmation, sign-in, refresh, sign-out. No response reveals whether an
 * address belongs to a user.
 */
import { AuthError } from "../../shared/domain/errors.js";
import { isFromSite } from "../../shared/domain/request-origin.js";
import { accessTokenIn } from "../../shared/edge/access-token.js";
import {
  confirmFields,
  emailFields,
  heldFields,
  signInFields,
  stepFields,
} from "../../shared/edge/auth-fields.js";
import { deviceCaller, deviceCookie } from "../../shared/edge/device-caller.js";
import { SIGN_UP_COOKIE, STEP_COOKIE } from "../../shared/edge/host-cookie.js";
import {
  type Endpoint,
  type HttpDeps,
  httpFunction,
  withBody,
  withOptionalBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { accepted, noContent, ok } from "../../shared/edge/http-response.js";
import { registrationFields } from "../../shared/edge/registration-fields.js";
import { keepingOf, type SessionModeDeps, sessionCookieOf } from "../../shared/edge/session-mode.js";
import {
  browserResponse,
  clearedSession,
  sessionResponse,
  stepResponse,
  tokenResponse,
} from "../../shared/edge/session-response.js";
import { confirmationBody, confirmedBody, signUpResponse } from "../../shared/edge/sign-up-response.js";
import type { ViewerDeps } from "../../shared/edge/viewer-caller.js";
import { type AnswerStepDeps, answerStep } from "../../shared/flows/sign-in/answer-step.js";
import {
  type RefreshBrowserDeps,
  refreshBrowserSession,
} from "../../shared/flows/sign-in/refresh-browser-session.js";
import { type RefreshDeps, refreshSession } from "../../shared/flows/sign-in/refresh-session.js";
import { type SignInDeps, signIn } from "../../shared/flows/sign-in/sign-in.js";
import { type SignOutDeps, signOut } from "../../shared/flows/sign-in/sign-out.js";
import { type ConfirmDeps, confirmSignUp } from "../../shared/flows/sign-up/confirm-sign-up.js";
import { resendCode } from "../../shared/flows/sign-up/resend-code.js";
import { type SignUpDeps, signUp } from "../../shared/flows/sign-up/sign-up.js";
import { httpPorts, viewerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { keepingPorts, sessionPorts, signInPorts } from "../../shared/wiring/sign-in.js";
import { signUpPorts } from "../../shared/wiring/sign-up.js";

type Deps = HttpDeps &
  ViewerDeps &
  SessionModeDeps &
  SignUpDeps &
  ConfirmDeps &
  SignInDeps &
  AnswerStepDeps &
  RefreshDeps &
  RefreshBrowserDeps &
  SignOutDeps;

export const auth = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/account/signup": withBody(registrationFields, async (user, request) =>
      signUpResponse(await signUp(deps, { ...user, caller: await deviceCaller(deps, request) })),
    ),
    "POST /api/account/confirm": withBody(confirmFields, async (body, request) => {
      const asked = { ...body, caller: await deviceCaller(deps, request) };
      return ok(confirmSignUp(deps, asked), confirmedBody, () => [SIGN_UP_COOKIE.cleared()]);
    }),
    "POST /api/account/resend": withBody(emailFields, async (body, request) =>
      accepted(resendCode(deps, { ...body, caller: await deviceCaller(deps, request) }), confirmationBody),
    ),
    "POST /api/account/signin": withBody(signInFields, async (body, request) => {
      const keeping = keepingOf(deps, body, request);
      const signUpMarker = SIGN_UP_COOKIE.from(request.cookies);
      const asked = { ...body, keeping, caller: await deviceCaller(deps, request), signUpMarker };
      const result = await signIn(deps, asked);
      if ("challenge" in result) return stepResponse(result.challenge, result);
      const cleared = signUpMarker === undefined ? [] : [SIGN_UP_COOKIE.cleared()];
      return sessionResponse(result.kept, [deviceCookie(result.device), ...cleared]);
    }),
    "POST /api/account/challenge": withBody(stepFields, async (body, request) => {
      const { challenge_token: token, code, new_password: newPassword, factor } = body;
      if (token === undefined && !isFromSite(deps.site, request.headers)) throw new AuthError("cross_site");
      const handle = token ?? STEP_COOKIE.from(request.cookies);
      const caller = await deviceCaller(deps, request);
      const outcome = await answerStep(deps, { handle, input: { code, newPassword, factor }, caller });
      if (outcome.kind === "challenge") return stepResponse(outcome.asked.challenge, outcome.asked);
      const cleared = token === undefined ? [STEP_COOKIE.cleared()] : [];
      return sessionResponse(outcome.kept, [deviceCookie(outcome.device), ...cleared]);
    }),
    "POST /api/account/refresh": withBody(heldFields, async ({ refresh_token: token }, request) => {
      const caller = await deviceCaller(deps, request);
      if (token !== undefined) return tokenResponse(await refreshSession(deps, { token, caller }));
      const cookie = sessionCookieOf(deps, request);
      if (cookie === undefined) throw new AuthError("session_expired");
      return browserResponse(await refreshBrowserSession(deps, { cookie, caller }));
    }),
    "POST /api/account/signout": signOutEndpoint(deps),
    "POST /api/account/logout": signOutEndpoint(deps),
    $default: withoutBody(async () => {
      throw new AuthError("not_found");
    }),
  });

const signOutEndpoint = (deps: Deps): Endpoint =>
  withOptionalBody(heldFields, async ({ refresh_token: sessionToken }, request) => {
    const accessToken = accessTokenIn(request.headers);
    // What the request names counts more than what the browser adds.
    const named = accessToken ?? sessionToken;
    const cookie = named === undefined ? sessionCookieOf(deps, request) : undefined;
    const caller = await deviceCaller(deps, request);
    const asked = { accessToken, sessionToken, cookie, caller };
    return noContent(signOut(deps, asked), named === undefined ? clearedSession(deps) : []);
  });

export const handler = wired(auth, {
  ...httpPorts,
  ...signUpPorts,
  ...viewerPorts,
  ...keepingPorts,
  ...signInPorts,
  ...sessionPorts,
});
