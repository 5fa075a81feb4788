/**
 * Sign-in with an e-mailed code or magic link, and step-up before a sensitive action. The start responses are the
 * same for every address. A magic link works only in the browser that requested it, which its cookie identifies.
 */
import * as z from "zod/mini";
import { PROOF_LIFETIME_SECONDS } from "../../shared/domain/challenge/challenge.js";
import { isPurpose } from "../../shared/domain/challenge/one-time-ticket.js";
import { AuthError } from "../../shared/domain/errors.js";
import type { Principal } from "../../shared/domain/token-rules.js";
import { accessTokenIn } from "../../shared/edge/access-token.js";
import { codeField } from "../../shared/edge/code-field.js";
import { deviceCaller, deviceCookie } from "../../shared/edge/device-caller.js";
import { emailField as email } from "../../shared/edge/email-field.js";
import { CHALLENGE_COOKIE } from "../../shared/edge/host-cookie.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
} from "../../shared/edge/http-endpoint.js";
import { type SessionDeps, sessionResponse } from "../../shared/edge/session-response.js";
import { languageField as language } from "../../shared/edge/wanted-languages.js";
import { type FinishDeps, finishSignIn } from "../../shared/flows/challenge/finish-sign-in.js";
import { type StartDeps, startSignIn } from "../../shared/flows/challenge/start-sign-in.js";
import { completeStepUp, type StepUpDeps, startStepUp } from "../../shared/flows/challenge/step-up.js";
import type { Ports } from "../../shared/ports/index.js";
import { httpPorts, mailedSignInPorts, stepUpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & SessionDeps & StartDeps & FinishDeps & StepUpDeps & Pick<Ports, "tokens">;

const code = codeField(6);
const token = z.string().check(z.regex(/^[A-Za-z0-9._-]{40,200}$/));
const purpose = z.string().check(z.refine(isPurpose));

export const challenges = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/account/signin/code": withBody(z.object({ email, language }), (body, request) =>
      start(deps, { ...body, language: body.language, method: "code", caller: deviceCaller(request) }),
    ),
    "POST /api/account/signin/link": withBody(z.object({ email, language }), (body, request) =>
      start(deps, { ...body, language: body.language, method: "link", caller: deviceCaller(request) }),
    ),
    "POST /api/account/signin/code/verify": withBody(z.object({ code }), (body, request) =>
      finish(deps, "code", body.code, request),
    ),
    "POST /api/account/signin/link/verify": withBody(z.object({ token }), (body, request) =>
      finish(deps, "link", body.token, request),
    ),
    "POST /api/account/step-up": withBody(z.object({ purpose, language }), async (body, request) => {
      const principal = await signedIn(deps, request);
      const { handle } = await startStepUp(deps, { ...body, language: body.language, principal });
      return { status: 202, body: { status: "code_sent" }, cookies: [held(handle)] };
    }),
    "POST /api/account/step-up/verify": withBody(z.object({ code }), async (body, request) => {
      const principal = await signedIn(deps, request);
      const handle = handleFrom(request);
      const done = await completeStepUp(deps, { ...body, principal, handle, caller: request.caller });
      const answer = { status: "confirmed", purpose: done.purpose, expires_in: done.expiresInSeconds };
      return { status: 200, body: answer, cookies: [CHALLENGE_COOKIE.cleared()] };
    }),
  });

const start = async (deps: Deps, input: Parameters<typeof startSignIn>[1]): Promise<HttpResponse> => {
  const { handle, delivery } = await startSignIn(deps, input);
  return { status: 202, body: { status: `${input.method}_sent`, delivery }, cookies: [held(handle)] };
};

const finish = async (
  deps: Deps,
  method: "code" | "link",
  typed: string,
  request: HttpRequest,
): Promise<HttpResponse> => {
  const handle = handleFrom(request);
  const caller = deviceCaller(request);
  const { session, device } = await finishSignIn(deps, { handle, method, typed, caller });
  return sessionResponse(session, deps.lifetime, [CHALLENGE_COOKIE.cleared(), deviceCookie(device)]);
};

const held = (handle: string): string => CHALLENGE_COOKIE.set(handle, PROOF_LIFETIME_SECONDS);

const handleFrom = ({ cookies }: HttpRequest): string => {
  const handle = CHALLENGE_COOKIE.from(cookies);
  if (handle === undefined || handle.length > 64) throw new AuthError("invalid_code");
  return handle;
};

const signedIn = async ({ tokens: verifier }: Deps, { headers }: HttpRequest): Promise<Principal> => {
  const accessToken = accessTokenIn(headers);
  const verdict = accessToken === undefined ? undefined : await verifier.verify(accessToken);
  if (verdict?.kind !== "valid") throw new AuthError("session_expired");
  return verdict.principal;
};

export const handler = wired(challenges, { ...httpPorts, ...mailedSignInPorts, ...stepUpPorts });
