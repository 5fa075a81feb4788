/** The header with which CloudFront proves that a request came through it. Its value is a secret of the stage. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { OriginProof, Secrets } from "../../ports/index.js";

/** Nothing stands before the API: no request came through a content delivery network. */
export const noOriginProof = (): OriginProof => ({ holds: async () => false });

export const secretOriginProof = (secret: string, secrets: Secrets): OriginProof => ({
  holds: async (given) => {
    if (given === undefined) return false;
    const right = (await secrets.value(secret)).reveal();
    return timingSafeEqual(digest(right), digest(given));
  },
});

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
