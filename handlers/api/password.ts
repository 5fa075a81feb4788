/**
 * Forgotten password: a code by e-mail, then a new password with the code. No response reveals whether an address
 * belongs to a user.
 */
import { confirmFields, emailFields } from "../../shared/edge/auth-fields.js";
import { deviceCaller } from "../../shared/edge/device-caller.js";
import { SESSION_COOKIE, SIGN_UP_COOKIE } from "../../shared/edge/host-cookie.js";
import { type HttpDeps, httpFunction, withBody } from "../../shared/edge/http-endpoint.js";
import { accepted, ok } from "../../shared/edge/http-response.js";
import type { ViewerDeps } from "../../shared/edge/viewer-caller.js";
import {
  type RequestResetDeps,
  requestPasswordReset,
} from "../../shared/flows/password-reset/request-password-reset.js";
import { type ResetDeps, resetPassword } from "../../shared/flows/password-reset/reset-password.js";
import { httpPorts, viewerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { passwordResetPorts } from "../../shared/wiring/sign-in.js";

type Deps = HttpDeps & ViewerDeps & RequestResetDeps & ResetDeps;

export const passwords = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/account/forgot": withBody(emailFields, async (body, request) => {
      const asked = { ...body, caller: await deviceCaller(deps, request) };
      return accepted(requestPasswordReset(deps, asked), ({ delivery }) => ({
        status: "reset_requested",
        delivery,
      }));
    }),
    "POST /api/account/reset": withBody(confirmFields, async (body, request) =>
      ok(
        resetPassword(deps, { ...body, caller: await deviceCaller(deps, request) }),
        () => ({ status: "password_reset" }),
        () => [SESSION_COOKIE.cleared(), SIGN_UP_COOKIE.cleared()],
      ),
    ),
  });

export const handler = wired(passwords, { ...httpPorts, ...viewerPorts, ...passwordResetPorts });
