/**
 * The public auth endpoints: sign-up, confirmation, sign-in, refresh, sign-out. No response reveals whether an
 * address has an account.
 */
import * as z from "zod/mini";
import { AuthError } from "../../shared/domain/errors.js";
import { accessTokenIn } from "../../shared/edge/access-token.js";
import { codeField } from "../../shared/edge/code-field.js";
import { deviceCaller, deviceCookie } from "../../shared/edge/device-caller.js";
import { emailField as email } from "../../shared/edge/email-field.js";
import { REFRESH_COOKIE, SIGN_UP_COOKIE } from "../../shared/edge/host-cookie.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { type SessionDeps, sessionResponse } from "../../shared/edge/session-response.js";
import { languageField as language } from "../../shared/edge/wanted-languages.js";
import { type RefreshDeps, refreshSession } from "../../shared/flows/sign-in/refresh-session.js";
import { type SignInDeps, signIn } from "../../shared/flows/sign-in/sign-in.js";
import { type SignOutDeps, signOut } from "../../shared/flows/sign-in/sign-out.js";
import { type ConfirmDeps, confirmSignUp } from "../../shared/flows/sign-up/confirm-sign-up.js";
import { resendCode } from "../../shared/flows/sign-up/resend-code.js";
import { type SignUpDeps, signUp } from "../../shared/flows/sign-up/sign-up.js";
import { MARKER_SECONDS } from "../../shared/flows/sign-up/sign-up-marker.js";
import { httpPorts, sessionPorts, signInPorts, signUpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & SessionDeps & SignUpDeps & ConfirmDeps & SignInDeps & RefreshDeps & SignOutDeps;

const code = codeField(4);
const password = z.string().check(z.minLength(1), z.maxLength(256)); // Cognito's maximum
const name = z.optional(z.string().check(z.minLength(1), z.maxLength(200)));
const proof = z.optional(z.string().check(z.minLength(1), z.maxLength(2048))); // Cognito's maximum
const registration = z.object({
  email,
  password,
  name,
  language,
  captcha_token: proof,
  invitation_token: proof,
});

export const auth = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/account/signup": withBody(registration, async (body, { caller }) => {
      const { captcha_token: captchaToken, invitation_token: invitationToken, ...user } = body;
      const outcome = await signUp(deps, { ...user, captchaToken, invitationToken, caller });
      return outcome.kind === "confirmed"
        ? { status: 200, body: { status: "confirmed" } }
        : {
            status: 202,
            body: { status: "confirmation_required", delivery: outcome.delivery },
            cookies: [SIGN_UP_COOKIE.set(outcome.marker, MARKER_SECONDS)],
          };
    }),
    "POST /api/account/confirm": withBody(z.object({ email, code, password }), async (body, { caller }) => {
      await confirmSignUp(deps, { ...body, caller });
      return { status: 200, body: { status: "confirmed" }, cookies: [SIGN_UP_COOKIE.cleared()] };
    }),
    "POST /api/account/resend": withBody(z.object({ email }), async (body, { caller }) => {
      const { delivery } = await resendCode(deps, { ...body, caller });
      return { status: 202, body: { status: "confirmation_required", delivery } };
    }),
    "POST /api/account/signin": withBody(z.object({ email, password }), async (body, request) => {
      const caller = deviceCaller(request);
      const signUpMarker = SIGN_UP_COOKIE.from(request.cookies);
      const { session, device } = await signIn(deps, { ...body, caller, signUpMarker });
      return sessionResponse(session, deps.lifetime, [
        deviceCookie(device),
        ...(signUpMarker === undefined ? [] : [SIGN_UP_COOKIE.cleared()]),
      ]);
    }),
    "POST /api/account/refresh": withBody(z.object({}), (_, request) => refresh(deps, request)),
    "POST /api/account/signout": withBody(z.object({}), async (_, { headers, cookies, caller }) => {
      const accessToken = accessTokenIn(headers);
      await signOut(deps, { accessToken, sessionToken: REFRESH_COOKIE.from(cookies), caller });
      return { status: 204, cookies: [REFRESH_COOKIE.cleared()] };
    }),
    $default: withoutBody(async () => {
      throw new AuthError("not_found");
    }),
  });

const refresh = async (deps: Deps, { cookies, caller }: HttpRequest): Promise<HttpResponse> => {
  const token = REFRESH_COOKIE.from(cookies);
  if (token === undefined) throw new AuthError("session_expired");
  return sessionResponse(await refreshSession(deps, { token, caller }), deps.lifetime);
};

export const handler = wired(auth, { ...httpPorts, ...signUpPorts, ...signInPorts, ...sessionPorts });
