/**
 * Forgotten password: a code by e-mail, then a new password with the code. No response reveals whether an address
 * has an account.
 */
import * as z from "zod/mini";
import { codeField } from "../../shared/edge/code-field.js";
import { deviceCaller } from "../../shared/edge/device-caller.js";
import { emailField as email } from "../../shared/edge/email-field.js";
import { REFRESH_COOKIE, SIGN_UP_COOKIE } from "../../shared/edge/host-cookie.js";
import { type HttpDeps, httpFunction, withBody } from "../../shared/edge/http-endpoint.js";
import {
  type RequestResetDeps,
  requestPasswordReset,
} from "../../shared/flows/password-reset/request-password-reset.js";
import { type ResetDeps, resetPassword } from "../../shared/flows/password-reset/reset-password.js";
import { httpPorts, passwordResetPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & RequestResetDeps & ResetDeps;

const code = codeField(4);
const password = z.string().check(z.minLength(1), z.maxLength(256)); // Cognito's maximum

export const passwords = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/account/forgot": withBody(z.object({ email }), async (body, { caller }) => {
      const { delivery } = await requestPasswordReset(deps, { ...body, caller });
      return { status: 202, body: { status: "reset_requested", delivery } };
    }),
    "POST /api/account/reset": withBody(z.object({ email, code, password }), async (body, request) => {
      await resetPassword(deps, { ...body, caller: deviceCaller(request) });
      return {
        status: 200,
        body: { status: "password_reset" },
        cookies: [REFRESH_COOKIE.cleared(), SIGN_UP_COOKIE.cleared()],
      };
    }),
  });

export const handler = wired(passwords, { ...httpPorts, ...passwordResetPorts });
