/**
 * The changes of a PreTokenGeneration response, in one form for all three event versions. Claims that the
 * trigger cannot change are removed here, so that later code need not know them. (Developer guide, "Pre token
 * generation Lambda trigger".)
 */
import type { GroupClaims } from "./user-groups.js";

export interface ClaimOverrides {
  readonly idToken: { readonly add: Record<string, unknown>; readonly suppress: readonly string[] };
  readonly accessToken: {
    readonly add: Record<string, unknown>;
    readonly suppress: readonly string[];
    readonly addScopes: readonly string[];
    readonly suppressScopes: readonly string[];
  };
  /** If absent, the groups stay unchanged. */
  readonly groups?: GroupClaims;
}

const reserved = new Set([
  "acr",
  "amr",
  "at_hash",
  "auth_time",
  "azp",
  "client_id",
  "device_key",
  "event_id",
  "exp",
  "iat",
  "identities",
  "iss",
  "jti",
  "nbf",
  "nonce",
  "origin_jti",
  "scope",
  "sub",
  "token_use",
  "username",
  "version",
]);

const isReserved = (name: string) => reserved.has(name) || name.startsWith("cognito:");

/** `aud` can be added to the access token only. claims.ts compares it with the client. */
export const addableToAccessToken = (name: string) => !isReserved(name) && !name.startsWith("dev:");

export const addableToIdToken = (name: string) => addableToAccessToken(name) && name !== "aud";

export const suppressible = (name: string) =>
  name === "cognito:groups" || (!isReserved(name) && name !== "aud");

export const pickClaims = (
  claims: Readonly<Record<string, unknown>> | null | undefined,
  allowed: (name: string) => boolean,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims ?? {}).filter(([name]) => allowed(name)));

/** The overrides if no trigger runs. */
export const noOverrides: ClaimOverrides = {
  idToken: { add: {}, suppress: [] },
  accessToken: { add: {}, suppress: [], addScopes: [], suppressScopes: [] },
};

/** An object with missing fields removes the groups. Null or absent keeps them. */
export function groupOverride(
  details:
    | {
        groupsToOverride?: string[] | null | undefined;
        iamRolesToOverride?: string[] | null | undefined;
        preferredRole?: string | null | undefined;
      }
    | null
    | undefined,
): { groups?: GroupClaims } {
  if (!details) return {};
  return {
    groups: {
      groups: details.groupsToOverride ?? [],
      roles: details.iamRolesToOverride ?? [],
      ...(details.preferredRole != null && { preferredRole: details.preferredRole }),
    },
  };
}
