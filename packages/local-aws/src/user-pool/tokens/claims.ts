/**
 * The claims of ID and access tokens before and after the PreTokenGeneration trigger (developer guide,
 * "Understanding user pool JSON web tokens").
 */
import { randomUUID } from "node:crypto";
import { identitiesClaim } from "../federation/identity.js";
import { canRead } from "../rules/attribute-values.js";
import { amrOf } from "../rules/authentication-level.js";
import { lifetimeSeconds } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import type { User } from "../store/user.js";
import type { ClaimOverrides } from "./claim-overrides.js";
import type { Claims } from "./jwt.js";
import { opens } from "./scopes.js";
import type { GroupClaims } from "./user-groups.js";

/** The only scope of a sign-in through the API. It permits the operations that take an access token. */
export const apiScope = "aws.cognito.signin.user.admin";

export interface TokenSubject {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: User;
  readonly session: Session;
  readonly groups: GroupClaims;
  readonly overrides: ClaimOverrides;
  /** Milliseconds. */
  readonly now: number;
}

export function idTokenClaims(subject: TokenSubject): Claims {
  const { pool, client, user, session, groups, overrides } = subject;
  const { idToken } = overrides;
  const claims = {
    ...attributeClaims(pool, client, user, session.scopes),
    ...without(idToken.add, idToken.suppress),
    ...groupTokenClaims(overrides.groups ?? groups, idToken.suppress),
    ...identitiesClaim(user),
    "cognito:username": user.username,
    aud: client.id,
    token_use: "id",
    ...commonClaims(subject, "id"),
  };
  return without(claims, idToken.suppress);
}

export function accessTokenClaims(subject: TokenSubject): Claims {
  const { client, user, session, groups, overrides } = subject;
  const { accessToken } = overrides;
  const held = (overrides.groups ?? groups).groups;
  const scopes = [...new Set([...(session.scopes ?? [apiScope]), ...accessToken.addScopes])];
  const claims = {
    ...accessToken.add,
    // The trigger may set the client id here. A resource that the client requested takes precedence.
    aud: session.resource ?? (accessToken.add.aud === client.id ? client.id : undefined),
    ...(held.length > 0 && !accessToken.suppress.includes("cognito:groups") && { "cognito:groups": held }),
    client_id: client.id,
    username: user.username,
    token_use: "access",
    scope: scopes.filter((scope) => !accessToken.suppressScopes.includes(scope)).join(" "),
    version: 2,
    device_key: session.deviceKey ?? session.newDevice?.key,
    ...commonClaims(subject, "access"),
  };
  return without(claims, accessToken.suppress);
}

function commonClaims({ pool, client, user, session, now }: TokenSubject, kind: "id" | "access"): Claims {
  const issuedAt = Math.floor(now / 1000);
  return {
    sub: user.sub,
    iss: pool.issuer,
    // Without revocation, tokens need no origin. Amazon Cognito omits the claim.
    ...(client.settings.EnableTokenRevocation && { origin_jti: session.originJti }),
    event_id: session.id,
    auth_time: session.authTime,
    ...(session.acr !== undefined && { acr: session.acr, amr: amrOf(session.methods ?? []) }),
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds(client.settings, kind),
    jti: randomUUID(),
  };
}

/** The attributes that a client can read under these scopes. Without scopes, those of an API sign-in. */
export const readableAttributes = (
  { pool, client, user }: Pick<TokenSubject, "pool" | "client" | "user">,
  scopes?: readonly string[],
): [string, string][] => {
  const readable = canRead(pool, client.settings);
  return Object.entries(user.attributes).filter(
    ([name]) => readable(name) && opens(scopes, name) && !name.startsWith("dev:"),
  );
};

/** Values are strings, except where OpenID Connect Core 5.1 defines another type. */
function attributeClaims(pool: Pool, client: PoolClient, user: User, scopes?: readonly string[]): Claims {
  const entries = readableAttributes({ pool, client, user }, scopes).map(
    ([name, value]): [string, unknown] => {
      if (name === "email_verified" || name === "phone_number_verified") return [name, value === "true"];
      if (name === "address") return [name, { formatted: value }];
      return name === "updated_at" ? [name, Number(value)] : [name, value];
    },
  );
  return Object.fromEntries(entries);
}

function groupTokenClaims(
  { groups, roles, preferredRole }: GroupClaims,
  suppress: readonly string[],
): Claims {
  // The role claims belong to the groups and are removed with them.
  if (suppress.includes("cognito:groups")) return {};
  return {
    ...(groups.length > 0 && { "cognito:groups": groups }),
    ...(roles.length > 0 && { "cognito:roles": roles }),
    ...(preferredRole !== undefined && { "cognito:preferred_role": preferredRole }),
  };
}

const without = (claims: Claims, names: readonly string[]): Claims =>
  Object.fromEntries(
    Object.entries(claims).filter(([name, value]) => value !== undefined && !names.includes(name)),
  );
