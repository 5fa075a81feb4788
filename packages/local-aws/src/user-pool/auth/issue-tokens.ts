/**
 * The end of every sign-in: runs PostAuthentication and PreTokenGeneration, then creates the session and its
 * tokens.
 */
import { createHash } from "node:crypto";
import { notAuthorized } from "../errors.js";
import type { Services } from "../services.js";
import { lifetimeSeconds } from "../settings/client-settings.js";
import type { Pool } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import type { ClaimOverrides } from "../tokens/claim-overrides.js";
import { accessTokenClaims, idTokenClaims } from "../tokens/claims.js";
import { signJwt } from "../tokens/jwt.js";
import { sealRefreshToken } from "../tokens/refresh-token.js";
import type { TokenCause } from "../tokens/token-cause.js";
import { type GroupClaims, groupClaims } from "../tokens/user-groups.js";
import { postAuthentication } from "../triggers/post-authentication.js";
import { preTokenGeneration } from "../triggers/pre-token-generation.js";
import { type SignIn, startSession } from "./start-session.js";

export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: "Bearer";
  readonly RefreshToken?: string;
  readonly NewDeviceMetadata?: { readonly DeviceKey: string; readonly DeviceGroupKey: string };
}

/** The changes that the triggers make to the tokens. */
export interface TokenContent {
  readonly groups: GroupClaims;
  readonly overrides: ClaimOverrides;
}

export async function completeSignIn(
  services: Services,
  signIn: SignIn,
  cause: TokenCause,
): Promise<AuthenticationResult> {
  await postAuthentication(services, signIn);
  return issueTokens(services, signIn, cause);
}

/** Like completeSignIn, but without PostAuthentication: for users who are signed in already. */
export async function issueTokens(
  services: Services,
  signIn: SignIn,
  cause: TokenCause,
): Promise<AuthenticationResult> {
  const content = await tokenContent(services, signIn, cause);
  const session = startSession(services, signIn);
  const tokens = await signTokens(services, signIn, session, content);
  const { newDevice: device } = signIn;
  const NewDeviceMetadata = device && { DeviceKey: device.key, DeviceGroupKey: device.groupKey };
  const RefreshToken = refreshTokenOf(signIn.pool, session);
  return { ...tokens, RefreshToken, ...(NewDeviceMetadata && { NewDeviceMetadata }) };
}

/** Runs PreTokenGeneration. Throws if the user was disabled or deleted while triggers ran. */
export async function tokenContent(
  services: Services,
  signIn: SignIn,
  cause: TokenCause,
): Promise<TokenContent> {
  const { pool, user } = signIn;
  const groups = groupClaims(pool, user);
  const overrides = await preTokenGeneration(services, cause, {
    ...signIn,
    groups,
    scopes: signIn.hosted?.scopes,
  });
  if (pool.users.byUsername(user.username) !== user) throw notAuthorized("Incorrect username or password.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return { groups, overrides };
}

export async function signTokens(
  { clock }: Services,
  { pool, client, user, hosted }: SignIn,
  session: Session,
  content: TokenContent,
): Promise<AuthenticationResult> {
  const subject = { pool, client, user, session, ...content, now: clock.now() };
  const accessToken = signJwt(pool.keys.access, accessTokenClaims(subject));
  const bound = hosted && { nonce: hosted.nonce, at_hash: halfHash(await accessToken) };
  const idToken = signJwt(pool.keys.id, { ...idTokenClaims(subject), ...bound });
  const [AccessToken, IdToken] = await Promise.all([accessToken, idToken]);
  return { AccessToken, IdToken, ExpiresIn: lifetimeSeconds(client.settings, "access"), TokenType: "Bearer" };
}

/** The at_hash claim for RS256 (OpenID Connect Core 3.1.3.6). */
const halfHash = (token: string): string =>
  createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

export const refreshTokenOf = (pool: Pool, session: Session): string =>
  sealRefreshToken(pool.keys.secret, {
    clientId: session.clientId,
    sessionId: session.id,
    jti: session.refreshJti,
    expiresAt: session.refreshExpiresAt,
  });
