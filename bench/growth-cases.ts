/** The requests whose cost is measured, each in a small and in a large world. */

import type { Membership } from "../shared/domain/account.js";
import type { UserActor } from "../shared/domain/actor.js";
import { callerFrom } from "../shared/domain/caller.js";
import { listOwnAccounts } from "../shared/flows/accounts/describe-user.js";
import { listMembers } from "../shared/flows/accounts/list-members.js";
import { switchAccount } from "../shared/flows/accounts/switch-account.js";
import { listApiKeys } from "../shared/flows/api-key/list-api-keys.js";
import { authenticateApiKey } from "../shared/flows/authorizer/authenticate-api-key.js";
import { explainPermissions } from "../shared/flows/permission/check-permission.js";
import { issueClaims } from "../shared/flows/sign-in/issue-claims.js";
import { memorySession } from "../shared/memory/user-pool.js";
import type { Page, PageOf } from "../shared/ports/page.js";
import { authApi, credentials, ROUTES } from "../tests/support/auth-api.js";
import { deviceOf } from "../tests/support/guarded-pool.js";
import { jsonEvent } from "../tests/support/http-events.js";
import { givenSession } from "../tests/support/session-tokens.js";
import type { GrowthPorts } from "./growth-stage.js";
import {
  accountIn,
  type Counted,
  eventOf,
  groupedUserOf,
  invitationOf,
  keyTextOf,
  leftAccountIn,
  otherAccountIn,
  QUESTIONS,
  type Size,
  subOf,
  userOf,
} from "./growth-worlds.js";

/** `flat`: as much as in the small world. Otherwise the most that the large world may cost. */
export type Budget = "flat" | { readonly calls: number; readonly reads: number; readonly writes: number };

export type GrowthCase = {
  readonly name: string;
  /** What there is more of in the large world. */
  readonly of: readonly Counted[];
  readonly budget: Budget;
  /** Sets one request up, and returns it. */
  prepare(ports: GrowthPorts, size: Size): Promise<() => Promise<unknown>>;
};

const PAGE = 50;
/** A page of rows and what they refer to: 50 rows by key, rows of at most 300 bytes, and the membership of the caller. */
const ONE_PAGE = { calls: 3, reads: PAGE + 10, writes: 0 };

export const CASES: readonly GrowthCase[] = [
  {
    ...{ name: "sign-in at the endpoint", of: ["memberships", "sessions"], budget: "flat" },
    prepare: async (ports, size) => {
      const call = endpoint(ports, size);
      const cookies = [deviceOf(await call(signInEvent([]))) ?? ""];
      return () => call(signInEvent(cookies));
    },
  },
  {
    ...{ name: "refresh at the endpoint", of: ["memberships", "sessions"], budget: "flat" },
    prepare: async (ports, size) => {
      const session = { sessionId: `refresh-${size}-${ticket()}`, userId: userOf(size) };
      const token = await givenSession(ports, "token", session);
      const call = endpoint(ports, size);
      return () =>
        call(jsonEvent(ROUTES.refresh, { refresh_token: token }, { requestId: session.sessionId }));
    },
  },
  {
    ...{ name: "claims of its tokens", of: ["memberships", "attributeKilobytes"], budget: "flat" },
    prepare: async (ports, size) => {
      const user = { sub: subOf(size), userId: userOf(size), email: "ada@example.com", attributes: {} };
      return () => issueClaims(ports, { user: { ...user, emailVerified: true }, scopes: [], clientId: "" });
    },
  },
  {
    ...{
      name: "authorizer, access token",
      of: ["memberships", "members", "attributeKilobytes"],
      budget: "flat",
    },
    prepare: async (ports, size) => {
      const session = { sessionId: "session-1", sub: subOf(size), authenticatedAtSeconds: 1 };
      const query = { userId: userOf(size), systemAccountId: accountIn(size), session };
      return () => ports.access.read(query);
    },
  },
  {
    ...{ name: "authorizer, API key", of: ["apiKeys"], budget: "flat" },
    prepare: async (ports, size) => () =>
      authenticateApiKey(ports, keyTextOf(size), async () => callerOf("request-1")),
  },
  {
    ...{ name: "check, 1 question", of: ["grants"], budget: "flat" },
    prepare: async (ports, size) => () =>
      explainPermissions(ports, memberOf(userOf(size), size), [{ resource: "invoice/0", action: "write" }]),
  },
  {
    name: "check, 25 questions",
    of: ["teams", "groups"],
    // The member, two units for each resource, and the teams of the grants that are found.
    budget: { calls: 3, reads: 4 + 2 * QUESTIONS + QUESTIONS, writes: 0 },
    prepare: async (ports, size) => {
      const wanted = [...Array(QUESTIONS).keys()].map((number) => ({
        resource: `order/${number}`,
        action: "write",
      }));
      return () => explainPermissions(ports, memberOf(groupedUserOf(size), size), wanted);
    },
  },
  {
    ...{ name: "switch of the account", of: ["memberships", "attributeKilobytes"], budget: "flat" },
    prepare: async (ports, size) => {
      const actor = actorIn(size, `switch-${size}-${ticket()}`);
      const { profile } = await ports.directory.standing(userOf(size), accountIn(size));
      const to = profile?.activeAccountId === accountIn(size) ? otherAccountIn(size) : accountIn(size);
      return () => switchAccount(ports, actor, to);
    },
  },
  {
    ...{ name: "role of a member", of: ["members"], budget: "flat" },
    prepare: async (ports, size) => {
      const { membership } = await ports.directory.standing("usr_member_00001", accountIn(size));
      const before = membership as Membership;
      const after = { ...before, role: before.role === "Viewer" ? "Manager" : "Viewer" };
      const event = eventOf("membership.role_changed", `role-${ticket()}`);
      return () => ports.accounts.changeMembers([{ before, after }], undefined, event);
    },
  },
  {
    ...{ name: "invitation", of: ["members", "invitations"], budget: "flat" },
    prepare: async (ports, size) => {
      const [invitation, key] = [{ ...invitationOf(size, 0), email: "new@example.com" }, ticket()];
      const event = eventOf("membership.invited", `invite-${key}`);
      return () => ports.invitations.create(invitation, { by: undefined, tokenHash: `hash-${key}` }, event);
    },
  },
  {
    ...{ name: "list of members", of: ["members"], budget: ONE_PAGE },
    prepare: async (ports, size) => () => listMembers(ports, actorIn(size), { limit: PAGE }),
  },
  {
    ...{ name: "list of 20 members, others left", of: ["formerMembers"], budget: ONE_PAGE },
    prepare: async (ports, size) => () =>
      untilEnd((page) => ports.accounts.members(leftAccountIn(size), page)),
  },
  {
    ...{ name: "list of the user's accounts", of: ["memberships"], budget: ONE_PAGE },
    prepare: async (ports, size) => () => listOwnAccounts(ports, userOf(size), { limit: PAGE }),
  },
  {
    ...{ name: "list of API keys", of: ["apiKeys"], budget: ONE_PAGE },
    prepare: async (ports, size) => () => listApiKeys(ports, actorIn(size), { limit: PAGE }),
  },
  {
    ...{ name: "list of invitations", of: ["invitations"], budget: ONE_PAGE },
    prepare: async (ports, size) => () => ports.invitations.ofAccount(accountIn(size), { limit: PAGE }),
  },
  {
    ...{ name: "list of grants on a resource", of: ["grants"], budget: ONE_PAGE },
    prepare: async (ports, size) => () =>
      ports.permissions.grantsOn(accountIn(size), "invoice/0", { limit: PAGE }),
  },
];

let tickets = 0;
/** Distinguishes requests, whose events would else be one. */
const ticket = (): number => {
  tickets += 1;
  return tickets;
};

const callerOf = (requestId: string) =>
  callerFrom({ requestId, sourceIp: "203.0.113.10", userAgent: "bench" });

const actorIn = (size: Size, requestId = "request-1"): UserActor => ({
  ...{ credential: "token", userId: userOf(size), sub: subOf(size), sessionId: "session-1" },
  ...{ username: "ada", email: "ada@example.com", systemAccountId: accountIn(size) },
  ...{ visibleAccountId: accountIn(size).toUpperCase(), cellId: "cell-7", role: "Admin" },
  scopes: ["aws.cognito.signin.user.admin"],
  caller: callerOf(requestId),
  route: "GET /",
});

const memberOf = (userId: string, size: Size) => ({ userId, systemAccountId: accountIn(size) });

/** The endpoints, with a pool that accepts every password and refresh token. Each of its sessions is a new one. */
const endpoint = (ports: GrowthPorts, size: Size) => {
  const session = memorySession(userOf(size), subOf(size));
  const answer = async () => {
    const id = ticket();
    const principal = { ...session.principal, sessionId: `session-${id}`, jti: `jti-${id}` };
    return { kind: "session" as const, session: { ...session, refreshToken: `token-${id}`, principal } };
  };
  const { call } = authApi(
    {},
    { ...ports, userPool: { ...ports.userPool, signIn: answer, refresh: answer } },
  );
  return async (event: Parameters<typeof call>[0]) => {
    const response = await call(event);
    if (response.statusCode !== 200) throw new Error(`${event.routeKey} got status ${response.statusCode}`);
    return response;
  };
};

const signInEvent = (cookies: readonly string[]) =>
  jsonEvent(ROUTES.signIn, credentials, { requestId: `request-${ticket()}`, cookies });

const untilEnd = async (read: (page: PageOf) => Promise<Page<unknown>>): Promise<void> => {
  let after: string | undefined;
  do after = (await read({ limit: 20, ...(after !== undefined && { after }) })).next;
  while (after !== undefined);
};
