/**
 * Accounts: create, list, read, rename, close, and select the active one. An account that the caller is not a
 * member of reads as one that does not exist.
 */
import * as z from "zod/mini";
import type { Account, ActiveStanding, Membership } from "../../shared/domain/account.js";
import { accountName } from "../../shared/domain/account-settings.js";
import { AuthError } from "../../shared/domain/errors.js";
import { type ActorDeps, actorOfRequest, userOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { cursorAfter, type PageDeps, pageOfRequest } from "../../shared/edge/page-of-request.js";
import {
  type ChangeAccountDeps,
  closeAccount,
  renameAccount,
} from "../../shared/flows/accounts/change-account.js";
import { type CreateAccountDeps, createAccount } from "../../shared/flows/accounts/create-account.js";
import { type SwitchAccountDeps, switchAccount } from "../../shared/flows/accounts/switch-account.js";
import { type MemberDeps, requireMember } from "../../shared/flows/authorizer/require-role.js";
import { accountPorts, createAccountPorts, httpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps &
  ActorDeps &
  PageDeps &
  MemberDeps &
  CreateAccountDeps &
  ChangeAccountDeps &
  SwitchAccountDeps;

const named = z.object({ name: z.string().check(z.refine((typed) => accountName(typed) !== undefined)) });
const chosen = z.object({ account_id: z.string().check(z.maxLength(128)) });

export const accounts = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/accounts": withBody(named, (body, request) => create(deps, body, request)),
    "GET /api/accounts": withoutBody((request) => list(deps, request)),
    "GET /api/accounts/{account_id}": withoutBody(async (request) =>
      standingAnswer((await requireMember(deps, await actorOfRequest(deps, request))).standing),
    ),
    "PATCH /api/accounts/{account_id}": withBody(named, async (body, request) => {
      const actor = await actorOfRequest(deps, request);
      return standingAnswer((await renameAccount(deps, actor, accountName(body.name) ?? "")).standing);
    }),
    "POST /api/accounts/{account_id}/close": withoutBody(async (request) => {
      const { standing } = await closeAccount(deps, await actorOfRequest(deps, request));
      return { status: 200, body: accountBody(standing.account) };
    }),
    "POST /api/account/active": withBody(chosen, async (body, request) =>
      standingAnswer(await switchAccount(deps, await userOfRequest(deps, request), body.account_id)),
    ),
  });

const create = async (deps: Deps, body: { name: string }, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await userOfRequest(deps, request);
  const key = request.headers["idempotency-key"];
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AuthError("invalid_request", { fields: ["idempotency-key"] });
  const account = await createAccount(deps, { actor, name: accountName(body.name) ?? "", key });
  return { status: 201, body: accountBody(account) };
};

const list = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const { userId } = await userOfRequest(deps, request);
  const name = `accounts of ${userId}`;
  const page = await deps.accounts.memberships(userId, await pageOfRequest(deps, request, name));
  const found = await deps.directory.accounts(page.items.map((each) => each.systemAccountId));
  const byId = new Map(found.map((account) => [account.systemAccountId, account]));
  const items = page.items.flatMap((membership) => {
    const account = byId.get(membership.systemAccountId);
    return account === undefined ? [] : [{ ...accountBody(account), membership: membershipBody(membership) }];
  });
  return { status: 200, body: { items, cursor: await cursorAfter(deps, name, page) } };
};

const standingAnswer = ({ account, membership }: ActiveStanding): HttpResponse => ({
  status: 200,
  body: { ...accountBody(account), membership: membershipBody(membership) },
});

const accountBody = ({ systemAccountId, visibleAccountId, cellId, name, status }: Account) => ({
  system_account_id: systemAccountId,
  visible_account_id: visibleAccountId,
  cell_id: cellId,
  name,
  status,
});

const membershipBody = ({ role, status, owner }: Membership) => ({ role, status, owner: owner === true });

export const handler = wired(accounts, { ...httpPorts, ...accountPorts, ...createAccountPorts });
