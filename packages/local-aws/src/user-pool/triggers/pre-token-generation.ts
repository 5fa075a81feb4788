/** PreTokenGeneration, event versions V1_0 to V3_0: customizes tokens. If it fails, no tokens are issued. */
import type { z } from "zod";
import { CognitoError } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { type Attributes, triggerAttributes, type User } from "../store/user.js";
import {
  addableToAccessToken,
  addableToIdToken,
  type ClaimOverrides,
  groupOverride,
  noOverrides,
  pickClaims,
  suppressible,
} from "../tokens/claim-overrides.js";
import { apiScope } from "../tokens/claims.js";
import type { TokenCause } from "../tokens/token-cause.js";
import type { GroupClaims } from "../tokens/user-groups.js";
import { firstVersion, laterVersions } from "./token-answers.js";

interface TokenRequest {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: User;
  readonly groups: GroupClaims;
  /** The scopes of the access token. Absent: only the scope of the API. */
  readonly scopes?: readonly string[] | undefined;
  readonly clientMetadata?: Attributes | undefined;
}

export async function preTokenGeneration(
  services: Services,
  cause: TokenCause,
  request: TokenRequest,
): Promise<ClaimOverrides> {
  const { PreTokenGenerationConfig: config, PreTokenGeneration: legacy } = request.pool.settings.LambdaConfig;
  const functionArn = config?.LambdaArn ?? legacy;
  if (functionArn === undefined) return noOverrides;
  const call = callOf(cause, request, functionArn);
  if (config === undefined || config.LambdaVersion === "V1_0") {
    const response = { claimsOverrideDetails: null };
    return firstOverrides(await services.runTrigger({ ...call, response, answer: firstVersion }));
  }
  return laterOverrides(
    await services.runTrigger({
      ...call,
      version: config.LambdaVersion.charAt(1),
      request: { ...call.request, scopes: request.scopes ?? [apiScope] },
      response: { claimsAndScopeOverrideDetails: null },
      answer: laterVersions,
    }),
  );
}

function callOf(cause: TokenCause, request: TokenRequest, functionArn: string) {
  const { pool, client, user, groups, clientMetadata } = request;
  return {
    trigger: "PreTokenGeneration",
    source: `TokenGeneration_${cause}`,
    functionArn,
    pool,
    userName: user.username,
    clientId: client.id,
    request: {
      userAttributes: triggerAttributes(user),
      groupConfiguration: {
        groupsToOverride: groups.groups,
        iamRolesToOverride: groups.roles,
        preferredRole: groups.preferredRole ?? null,
      },
      ...(clientMetadata && { clientMetadata }),
    },
  } as const;
}

function firstOverrides({ claimsOverrideDetails: details }: z.output<typeof firstVersion>): ClaimOverrides {
  return {
    ...noOverrides,
    idToken: {
      add: pickClaims(details?.claimsToAddOrOverride, addableToIdToken),
      suppress: (details?.claimsToSuppress ?? []).filter(suppressible),
    },
    ...groupOverride(details?.groupOverrideDetails),
  };
}

export function laterOverrides({
  claimsAndScopeOverrideDetails: details,
}: z.output<typeof laterVersions>): ClaimOverrides {
  const { idTokenGeneration: id, accessTokenGeneration: access } = details ?? {};
  const changes = [id?.claimsToAddOrOverride, access?.claimsToAddOrOverride]
    .map((added) => Object.keys(added ?? {}).length)
    .reduce((sum, count) => sum + count, access?.scopesToAdd?.length ?? 0);
  if (changes > 5000) {
    const message = "PreTokenGeneration: more than 5000 claims and scopes";
    throw new CognitoError("InvalidLambdaResponseException", message);
  }
  return {
    idToken: {
      add: pickClaims(id?.claimsToAddOrOverride, addableToIdToken),
      suppress: (id?.claimsToSuppress ?? []).filter(suppressible),
    },
    accessToken: {
      add: pickClaims(access?.claimsToAddOrOverride, addableToAccessToken),
      suppress: (access?.claimsToSuppress ?? []).filter(suppressible),
      addScopes: access?.scopesToAdd ?? [],
      suppressScopes: access?.scopesToSuppress ?? [],
    },
    ...groupOverride(details?.groupOverrideDetails),
  };
}
