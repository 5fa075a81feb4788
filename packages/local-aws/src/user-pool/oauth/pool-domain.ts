/** The host that a pool's pages have in the cloud: that of its custom domain, else that of its prefix. */
import { createHash } from "node:crypto";
import type { Pool } from "../store/pool.js";
import type { Domain } from "./records.js";

/** Undefined while the pool has no domain. */
export function domainHost(pool: Pool): string | undefined {
  const domains = pool.oauth.domains.all();
  const domain = domains.find(isCustom) ?? domains[0];
  if (!domain) return undefined;
  return isCustom(domain) ? domain.name : `${domain.name}.auth.${pool.region}.amazoncognito.com`;
}

export const isCustom = ({ certificateArn }: Domain): boolean => certificateArn !== undefined;

/** The distribution that a custom domain's DNS record would point to. It does not exist; its name is always the same. */
export const distributionOf = ({ name }: Domain): string =>
  `d${createHash("sha256").update(name).digest("hex").slice(0, 13)}.cloudfront.net`;
