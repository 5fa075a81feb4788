/**
 * Forgotten password: a code by e-mail, then a new password with the code. No response reveals whether an address
 * belongs to a user.
 */
import { confirmFields, emailFields } from "../../shared/edge/auth-fields.js";
import { deviceCaller } from "../../shared/edge/device-caller.js";
import { REFRESH_COOKIE, SIGN_UP_COOKIE } from "../../shared/edge/host-cookie.js";
import { type HttpDeps, httpFunction, withBody } from "../../shared/edge/http-endpoint.js";
import { accepted, ok } from "../../shared/edge/http-response.js";
import {
  type RequestResetDeps,
  requestPasswordReset,
} from "../../shared/flows/password-reset/request-password-reset.js";
import { type ResetDeps, resetPassword } from "../../shared/flows/password-reset/reset-password.js";
import { httpPorts, passwordResetPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & RequestResetDeps & ResetDeps;

export const passwords = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/account/forgot": withBody(emailFields, (body, request) =>
      accepted(requestPasswordReset(deps, { ...body, caller: deviceCaller(request) }), ({ delivery }) => ({
        status: "reset_requested",
        delivery,
      })),
    ),
    "POST /api/account/reset": withBody(confirmFields, (body, request) =>
      ok(
        resetPassword(deps, { ...body, caller: deviceCaller(request) }),
        () => ({ status: "password_reset" }),
        () => [REFRESH_COOKIE.cleared(), SIGN_UP_COOKIE.cleared()],
      ),
    ),
  });

export const handler = wired(passwords, { ...httpPorts, ...passwordResetPorts });
