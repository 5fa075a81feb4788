/** The host of a pool's pages in the cloud: its custom domain, otherwise its prefix domain. */
import { createHash } from "node:crypto";
import type { Pool } from "../store/pool.js";
import type { Domain } from "./records.js";

/** Returns undefined if the pool has no domain. */
export function domainHost(pool: Pool): string | undefined {
  const domains = pool.oauth.domains.all();
  const domain = domains.find(isCustom) ?? domains[0];
  if (!domain) return undefined;
  return isCustom(domain) ? domain.name : `${domain.name}.auth.${pool.region}.amazoncognito.com`;
}

export const isCustom = ({ certificateArn }: Domain): boolean => certificateArn !== undefined;

/**
 * The CloudFront name that the DNS record of a custom domain would point to. It is constant and does not
 * exist.
 */
export const distributionOf = ({ name }: Domain): string =>
  `d${createHash("sha256").update(name).digest("hex").slice(0, 13)}.cloudfront.net`;
