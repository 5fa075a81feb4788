/**
 * Single sign-on: a service asks for a grant for a person who is signed in with it. The answer goes to
 * the person's sign-in as the answer to GRANT, through the app client of services.
 */
import * as z from "zod/mini";
import { serviceCall } from "../shared/edge/service-call.js";
import { issueSsoGrant } from "../shared/flows/challenge/issue-sso-grant.js";
import type { Ports } from "../shared/ports.js";
import { clock, directory, grants, logger, metrics, proofs, random, wired } from "../shared/wiring.js";

type Deps = Pick<Ports, "clock" | "directory" | "grants" | "logger" | "metrics" | "proofs" | "random">;

const input = z.object({ user_id: z.string().check(z.minLength(1), z.maxLength(64)) });

export const ssoGrant = (deps: Deps) =>
  serviceCall(deps, "ssoGrant", input, async ({ user_id }) => {
    const { token, username, expiresInSeconds } = await issueSsoGrant(deps, { userId: user_id });
    return { grant: token, username, expires_in: expiresInSeconds };
  });

export const handler = wired(ssoGrant, { clock, directory, grants, logger, metrics, proofs, random });
