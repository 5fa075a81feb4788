/** The MACs of audit rows in tests: those that commands make with the secret of `startCliWorld`. */
import { hmacAuditSeal } from "../../shared/adapters/aws/audit-seal.js";
import { Secret } from "../../shared/domain/secret.js";

export const PSEUDONYM_KEY = "pseudonym-key";
const secret = new Secret(PSEUDONYM_KEY);
export const auditSeal = hmacAuditSeal({ value: async () => secret }, "pseudonyms");
