/** A request through both layers: the authorizer, and the guard of a function behind it, with the context that the authorizer returned. */
import { describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { parseTypeRules } from "../../shared/domain/permission/type-rules.js";
import { DEFAULT_ROLES } from "../../shared/domain/role.js";
import { actorOfRequest } from "../../shared/edge/actor-of-request.js";
import { httpFunction, withoutBody } from "../../shared/edge/http-endpoint.js";
import { requirePermission } from "../../shared/flows/permission/require-permission.js";
import { type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { apiKeyOf, KEY_TEXT } from "../support/api-keys.js";
import { bodyOf } from "../support/auth-api.js";
import { authorizerEvent, httpEvent } from "../support/http-events.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf } from "../support/users.js";

const ROUTE = "POST /api/accounts/{account_id}/invoices";
const path = { account_id: "acc-1" };
const LEGACY = "account=acc-1;cell=cell-7";
const CREDENTIALS = {
  "no credential": {},
  "a forged token": { authorization: "Bearer forged" },
  "a token of our client": { authorization: "Bearer own" },
  "a token for reading": { authorization: "Bearer reading" },
  "an API key": { "x-api-key": KEY_TEXT },
  "a legacy key": { "x-api-key": LEGACY },
} as const satisfies Record<string, Record<string, string>>;
type Credential = keyof typeof CREDENTIALS;

const ROLES = ["Admin", "Manager", "Viewer"] as const;
const MEMBERSHIPS = ["INVITED", "ACTIVE", "SUSPENDED", "REMOVED", "none"] as const;
const ACCOUNTS = ["ACTIVE", "SUSPENDED", "CLOSED", "none"] as const;
const PERMISSIONS = ["read", "write", "admin", "approve"] as const;
const RULES = parseTypeRules('{"invoice":{"actions":["approve"]}}', DEFAULT_ROLES);
type Case = {
  readonly credential: Credential;
  readonly role: (typeof ROLES)[number];
  readonly membership: (typeof MEMBERSHIPS)[number];
  readonly account: (typeof ACCOUNTS)[number];
  readonly permission: (typeof PERMISSIONS)[number];
};

const seedOf = ({ role, membership, account }: Case): MemorySeed => ({
  now: NOW,
  tokens: { own: principalOf(), reading: principalOf({ scopes: ["account/read"] }) },
  profiles: [profileOf()],
  accounts: account === "none" ? [] : [accountOf({ status: account })],
  memberships: membership === "none" ? [] : [membershipOf({ role, status: membership })],
  // The member of the case has seen the secret.
  apiKeys: [apiKeyOf()],
  legacyApiKeys: [{ text: LEGACY, claim: { accountId: "acc-1", cellId: "cell-7" } }],
});

/** `unauthenticated` and `denied` by the authorizer; by the function `done` or the code of its refusal. */
const outcomeOf = async (each: Case): Promise<string> => {
  const ports = { ...memoryPorts(seedOf(each)), permissionRules: RULES };
  const event = authorizerEvent({
    headers: CREDENTIALS[each.credential],
    pathParameters: path,
    routeKey: ROUTE,
  });
  const decision = await authorizer(ports)(event).catch((error: Error) => error.message);
  if (typeof decision === "string") return decision === "Unauthorized" ? "unauthenticated" : decision;
  if (!decision.isAuthorized) return "denied";
  const run = httpFunction(ports, {
    [ROUTE]: withoutBody(async (request) => {
      const actor = await actorOfRequest(ports, request);
      await requirePermission(ports, actor, { resource: "invoice/2025-1", action: each.permission });
      return { status: 200, body: { code: "done" } };
    }),
  });
  const answer = await run(httpEvent(ROUTE, { access: decision.context ?? {}, pathParameters: path }));
  return String(bodyOf(answer).code);
};

/** What the pages say: docs/authorization.md, docs/api-keys.md and docs/permissions.md. */
const expectedOf = ({ credential, role, membership, account, permission }: Case): string => {
  if (credential === "no credential" || credential === "a forged token") return "unauthenticated";
  if (account !== "ACTIVE") return "denied";
  if (credential === "a legacy key") return "forbidden";
  if (membership !== "ACTIVE") return "denied";
  if (credential === "an API key") return "forbidden";
  const may = { Admin: PERMISSIONS, Manager: ["read", "write"], Viewer: ["read"] }[role];
  if (!may.includes(permission)) return "permission_required";
  return credential === "a token for reading" && permission !== "read" ? "forbidden" : "done";
};

describe.each(Object.keys(CREDENTIALS) as Credential[])("%s", (credential) => {
  it.each(ROLES)(
    "of a %s has the documented access, for each membership, account and permission",
    async (role) => {
      const cases = MEMBERSHIPS.flatMap((membership) =>
        ACCOUNTS.flatMap((account) =>
          PERMISSIONS.map((permission) => ({ credential, role, membership, account, permission })),
        ),
      );
      const outcomes = await Promise.all(
        cases.map(async (each) => ({ ...each, outcome: await outcomeOf(each) })),
      );
      expect(outcomes).toEqual(cases.map((each) => ({ ...each, outcome: expectedOf(each) })));
    },
  );
});
