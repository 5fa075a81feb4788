/** The session of the browser that asks, for its pages: who is signed in, and until when. */
import { SESSION_COOKIE } from "../../shared/edge/host-cookie.js";
import { type HttpDeps, httpFunction, withoutBody } from "../../shared/edge/http-endpoint.js";
import { ok } from "../../shared/edge/http-response.js";
import { describedBody } from "../../shared/edge/session-response.js";
import { type DescribeSessionDeps, describeSession } from "../../shared/flows/sign-in/describe-session.js";
import { sessionFactsPorts } from "../../shared/wiring/access.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = HttpDeps & DescribeSessionDeps;

export const session = (deps: Deps) =>
  httpFunction(deps, {
    "GET /api/account/session": withoutBody(({ cookies }) =>
      ok(describeSession(deps, SESSION_COOKIE.sent(cookies)), describedBody),
    ),
  });

export const handler = wired(session, sessionFactsPorts);
