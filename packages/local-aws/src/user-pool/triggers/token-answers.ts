/** The responses of PreTokenGeneration: strings only in V1_0, JSON values and scopes in later versions. */
import { z } from "zod";

const names = z.array(z.string()).nullish();

const groupOverrideDetails = z
  .object({ groupsToOverride: names, iamRolesToOverride: names, preferredRole: z.string().nullish() })
  .nullish();

const claimValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.looseObject({})]);
const claims = z.record(z.string(), claimValue).nullish();
const scopes = z.array(z.string().regex(/^\S+$/, "a scope has no spaces")).nullish();

/** Amazon Cognito accepts these claims of ID tokens as strings only. */
const textOnly = ["phone_number_verified", "email_verified", "updated_at", "address"];

export const firstVersion = z.object({
  claimsOverrideDetails: z
    .object({
      claimsToAddOrOverride: z.record(z.string(), z.string()).nullish(),
      claimsToSuppress: names,
      groupOverrideDetails,
    })
    .nullish(),
});

export const laterVersions = z.object({
  claimsAndScopeOverrideDetails: z
    .object({
      idTokenGeneration: z
        .object({
          claimsToAddOrOverride: claims.refine(
            (added) =>
              textOnly.every((name) => added?.[name] === undefined || typeof added[name] === "string"),
            `${textOnly.join(", ")} must be strings`,
          ),
          claimsToSuppress: names,
        })
        .nullish(),
      accessTokenGeneration: z
        .object({
          claimsToAddOrOverride: claims,
          claimsToSuppress: names,
          scopesToAdd: scopes,
          scopesToSuppress: names,
        })
        .nullish(),
      groupOverrideDetails,
    })
    .nullish(),
});
