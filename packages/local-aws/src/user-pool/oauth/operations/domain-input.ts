/** The input of the domain operations, and the domain record made from it. */
import { z } from "zod";
import { CognitoError } from "../../errors.js";
import { poolId } from "../../operations/fields.js";
import type { Pool } from "../../store/pool.js";
import { distributionOf, isCustom } from "../pool-domain.js";
import type { Domain } from "../records.js";

export const domainName = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/, "must be a domain");

export const named = z.object({ UserPoolId: poolId, Domain: domainName });

export const domainInput = named.extend({
  ManagedLoginVersion: z.coerce.number().int().min(1).max(2).optional(),
  CustomDomainConfig: z
    .object({
      CertificateArn: z
        .string()
        .regex(/^arn:[\w-]+:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, "must be a certificate of us-east-1"),
      SecurityPolicy: z.enum(["TLS_V1", "TLS_V1_2_2021", "TLS_V1_3_2025"]).optional(),
    })
    .optional(),
  Routing: z
    .object({
      Failover: z
        .object({
          SecondaryRegion: z.string().min(5).max(32),
          PrimaryRoute53HealthCheckId: z.string().min(1),
        })
        .optional(),
    })
    .optional(),
});

export type DomainInput = z.output<typeof domainInput>;

/** Builds the domain from the input. Missing members keep their previous values. */
export function domainFrom(input: DomainInput, before?: Domain): Domain {
  const { CustomDomainConfig: custom, ManagedLoginVersion: version, Routing: routing } = input;
  const { CertificateArn: certificateArn, SecurityPolicy: securityPolicy } = custom ?? {};
  return {
    ...before,
    name: input.Domain,
    managedLoginVersion: version ?? before?.managedLoginVersion ?? 1,
    ...(certificateArn !== undefined && { certificateArn }),
    ...(securityPolicy !== undefined && { securityPolicy }),
    ...(routing && { routing }),
  };
}

/** Throws FeatureUnavailableInTierException for managed login, which the Lite plan does not include. */
export function checkPlan(pool: Pool, { managedLoginVersion }: Domain): void {
  if (managedLoginVersion !== 2 || pool.settings.UserPoolTier !== "LITE") return;
  throw new CognitoError(
    "FeatureUnavailableInTierException",
    "Managed login needs the Essentials or Plus plan.",
  );
}

/** The response of the create and update operations. */
export const savedAnswer = (domain: Domain): object => ({
  ManagedLoginVersion: domain.managedLoginVersion,
  ...(isCustom(domain) && { CloudFrontDomain: distributionOf(domain) }),
  ...(domain.routing && { Routing: domain.routing }),
});
