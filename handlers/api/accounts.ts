/**
 * Accounts: create, list, read, rename, close, and select the active one. An account that the caller is not a
 * member of reads as one that does not exist.
 */
import { accountNameFields, activeAccountFields } from "../../shared/edge/account-fields.js";
import { accountBody, standingBody } from "../../shared/edge/account-response.js";
import {
  type ActorEndpointDeps,
  forActor,
  forActorWithBody,
  forUser,
  forUserWithBody,
} from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { created, ok } from "../../shared/edge/http-response.js";
import { forUserOnce, type OnceDeps } from "../../shared/edge/once-endpoint.js";
import { type PageDeps, pageResponse } from "../../shared/edge/page-of-request.js";
import {
  type ChangeAccountDeps,
  closeAccount,
  renameAccount,
} from "../../shared/flows/accounts/change-account.js";
import { type CreateAccountDeps, createAccount } from "../../shared/flows/accounts/create-account.js";
import { listOwnAccounts } from "../../shared/flows/accounts/describe-user.js";
import { switchAccount } from "../../shared/flows/accounts/switch-account.js";
import { requireMember } from "../../shared/flows/authorizer/require-role.js";
import { accountPorts, createAccountPorts } from "../../shared/wiring/accounts.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { oncePorts } from "../../shared/wiring/idempotency.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & OnceDeps & PageDeps & CreateAccountDeps & ChangeAccountDeps;

const ACCOUNTS = "/api/accounts";
const ACCOUNT = `${ACCOUNTS}/{account_id}`;

export const accounts = (deps: Deps) =>
  httpFunction(deps, {
    [`POST ${ACCOUNTS}`]: forUserOnce(deps, accountNameFields, {
      run: (actor, { name }, _request, { sources }) =>
        created(createAccount({ ...deps, ...sources }, { actor, name }), accountBody),
      maySee: (actor, { system_account_id }) =>
        requireMember(deps, { ...actor, systemAccountId: String(system_account_id) }),
    }),
    [`GET ${ACCOUNTS}`]: forUser(deps, ({ userId }, request) =>
      pageResponse(deps, request, {
        name: `accounts of ${userId}`,
        read: (page) => listOwnAccounts(deps, userId, page),
        body: standingBody,
      }),
    ),
    [`GET ${ACCOUNT}`]: forActor(deps, (actor) =>
      ok(requireMember(deps, actor), ({ standing }) => standingBody(standing)),
    ),
    [`PATCH ${ACCOUNT}`]: forActorWithBody(deps, accountNameFields, (actor, { name }) =>
      ok(renameAccount(deps, actor, name), ({ standing }) => standingBody(standing)),
    ),
    [`POST ${ACCOUNT}/close`]: forActor(deps, (actor) =>
      ok(closeAccount(deps, actor), ({ standing }) => accountBody(standing.account)),
    ),
    "POST /api/account/active": forUserWithBody(deps, activeAccountFields, (actor, { account_id }) =>
      ok(switchAccount(deps, actor, account_id), standingBody),
    ),
  });

export const handler = wired(accounts, {
  ...httpPorts,
  ...oncePorts,
  ...accountPorts,
  ...createAccountPorts,
});
