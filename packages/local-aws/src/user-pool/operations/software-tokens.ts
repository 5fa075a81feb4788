/**
 * AssociateSoftwareToken and VerifySoftwareToken: set up an authenticator app, with an access token or in the
 * session of an MFA_SETUP challenge. AdminDeleteSoftwareToken removes it.
 */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { type Guesses, invalidSession, type OpenChallenge } from "../auth/challenges.js";
import { CognitoError, invalidParameter } from "../errors.js";
import { checkNotLocked, clearFailures, countFailure } from "../rules/lockout.js";
import { newTotpSecret, totpStep } from "../rules/totp.js";
import type { Services } from "../services.js";
import { enabledMfas } from "../settings/mfa-settings.js";
import { acceptTotpSecret, mfaOf, preferMfa } from "../store/mfa.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { existingUser } from "./existing-user.js";
import { accessToken, poolId, username } from "./fields.js";
import { operation } from "./operation.js";

const session = z.string().min(20).max(2048);
const input = z.object({ AccessToken: accessToken.optional(), Session: session.optional() });

export const associateSoftwareToken = operation(
  "AssociateSoftwareToken",
  "public",
  input,
  (services, { AccessToken, Session }) => {
    const secret = newTotpSecret();
    if (AccessToken !== undefined) {
      const { pool, user } = authorize(services, AccessToken);
      checkAllowed(pool);
      mfaOf(user).totpPending = secret;
      pool.users.save(user);
      return { SecretCode: secret };
    }
    const { open, pool } = setupOf(services, Session);
    checkAllowed(pool);
    services.challenges.consume(Session ?? "");
    const next = services.challenges.issue({
      ...open,
      totpSecret: secret,
      guesses: { wrong: 0 },
      verified: false,
    });
    return { SecretCode: secret, Session: next };
  },
);

const verifyInput = input.extend({
  UserCode: z.string().regex(/^\d{6}$/),
  FriendlyDeviceName: z.string().max(131_072).optional(),
});

export const verifySoftwareToken = operation(
  "VerifySoftwareToken",
  "public",
  verifyInput,
  (services, request) => {
    const { AccessToken, Session, UserCode: code, FriendlyDeviceName: name } = request;
    if (AccessToken !== undefined) {
      const { pool, user } = authorize(services, AccessToken);
      const { totpPending: secret } = mfaOf(user);
      acceptCode(services, { pool, user, secret, code, name });
      return { Status: "SUCCESS" };
    }
    const { open, pool, user } = setupOf(services, Session);
    const wrong = () => tooManyWrong(services, Session ?? "", open.guesses);
    acceptCode(services, { pool, user, secret: open.totpSecret, code, name, wrong });
    services.challenges.consume(Session ?? "");
    preferMfa(user, "SOFTWARE_TOKEN_MFA");
    pool.users.save(user);
    return { Status: "SUCCESS", Session: services.challenges.issue({ ...open, verified: true }) };
  },
);

const adminInput = z.object({ UserPoolId: poolId, Username: username });

export const adminDeleteSoftwareToken = operation(
  "AdminDeleteSoftwareToken",
  "signed",
  adminInput,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    const { enabled, preferred, failures } = mfaOf(user);
    const kept = enabled.filter((kind) => kind !== "SOFTWARE_TOKEN_MFA");
    user.mfa = {
      enabled: kept,
      failures,
      ...(preferred !== "SOFTWARE_TOKEN_MFA" && preferred && { preferred }),
    };
    pool.users.save(user);
    return {};
  },
);

interface FirstCode {
  readonly pool: Pool;
  readonly user: User;
  readonly secret: string | undefined;
  readonly code: string;
  readonly name: string | undefined;
  readonly wrong?: () => void;
}

function acceptCode({ clock }: Services, { pool, user, secret, code, name, wrong }: FirstCode): void {
  if (secret === undefined) {
    throw new CognitoError("SoftwareTokenMFANotFoundException", "No software token has been associated.");
  }
  const mfa = mfaOf(user);
  checkNotLocked(mfa.failures, clock.now());
  const step = totpStep(secret, code, clock.now());
  if (step === undefined) {
    wrong?.();
    countFailure(mfa.failures, clock.now());
    pool.users.save(user);
    throw new CognitoError("EnableSoftwareTokenMFAException", "Code mismatch");
  }
  clearFailures(mfa.failures);
  acceptTotpSecret(mfa, secret, step, name);
  pool.users.save(user);
}

function tooManyWrong({ challenges }: Services, session: string, guesses: Guesses | undefined): void {
  if (!guesses) return;
  guesses.wrong += 1;
  if (guesses.wrong >= 5) challenges.consume(session);
}

type SetupChallenge = Extract<OpenChallenge, { name: "MFA_SETUP" }>;

function setupOf(
  { challenges, store }: Services,
  given: string | undefined,
): { open: SetupChallenge; pool: Pool; user: User } {
  if (given === undefined) throw invalidParameter("Either AccessToken or Session is required");
  const open = challenges.find(given);
  const pool = store.find(open.signInState.poolId);
  const user = pool?.users.byUsername(open.signInState.username);
  if (open.name !== "MFA_SETUP" || !pool || user?.sub !== open.signInState.sub || !user)
    throw invalidSession();
  return { open, pool, user };
}

function checkAllowed({ settings }: Pool): void {
  if (enabledMfas(settings).includes("SOFTWARE_TOKEN_MFA")) return;
  throw new CognitoError(
    "SoftwareTokenMFANotFoundException",
    "Software token MFA has not been enabled by the userPool",
  );
}
