/** The MACs of audit rows in tests: those that commands make with the secret of `startCliWorld`. */
import { hmacAuditSeal } from "../../shared/adapters/aws/audit-seal.js";
import { Secret } from "../../shared/domain/secret.js";

export const PSEUDONYM_KEY = "pseudonym-key";
export const auditSeal = hmacAuditSeal({ value: async () => new Secret(PSEUDONYM_KEY) }, "pseudonyms");
