/** Questions about one invoice of acc-1, asked by Ada, a Viewer there, at NOW. */
import { UNAFFILIATED } from "../../../../shared/domain/permission/affiliation.js";
import type { PermissionSettings, Question } from "../../../../shared/domain/permission/decide.js";
import type { Grant } from "../../../../shared/domain/permission/grant.js";
import { parseTypeRules } from "../../../../shared/domain/permission/type-rules.js";
import { parseRoles } from "../../../../shared/domain/role.js";
import { accountOf, membershipOf, NOW, profileOf } from "../../../support/users.js";

export const INVOICE = "invoice/2025-1";
export const now = new Date(NOW);
export const NOW_SECONDS = now.getTime() / 1000;

const ROLES = parseRoles(
  JSON.stringify([
    { role: "Admin", permissions: { "*": ["admin"] } },
    { role: "Manager", permissions: { "*": ["write"] } },
    { role: "Viewer", permissions: { "*": ["read"], invoice: [] } },
  ]),
);

/** Viewers have no permissions on invoices. An invoice can be approved. Its department reads, its project writes. */
export const settings: PermissionSettings = {
  roles: ROLES,
  types: parseTypeRules(
    '{"invoice":{"actions":["approve"],"department":["read"],"project":["write"]}}',
    ROLES,
  ),
};

export const grantOf = (change: Partial<Grant> = {}): Grant => ({
  systemAccountId: "acc-1",
  resource: INVOICE,
  grantee: "user:usr_ada",
  actions: ["read"],
  grantedBy: "usr_grace",
  grantedAt: NOW,
  ...change,
});

export const questionOf = (change: Partial<Question> = {}): Question => ({
  standing: {
    profile: profileOf({ groups: ["finance"] }),
    membership: membershipOf({ role: "Viewer" }),
    account: accountOf(),
  },
  affiliation: UNAFFILIATED,
  resource: INVOICE,
  action: "read",
  facts: {},
  grants: [],
  teams: [],
  ...change,
});
