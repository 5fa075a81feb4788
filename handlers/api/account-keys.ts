/**
 * API keys of an account, for its Admins. Only the response to issuing or rotating a key contains the secret.
 */
import { type ActorEndpointDeps, forActor } from "../../shared/edge/actor-endpoint.js";
import {
  apiKeyBody,
  issueKeyFields,
  keyIdOf,
  newApiKeyBody,
  rotateKeyFields,
} from "../../shared/edge/api-key-fields.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { created, noContent, ok } from "../../shared/edge/http-response.js";
import { forActorOnce, type OnceDeps } from "../../shared/edge/once-endpoint.js";
import { type PageDeps, pageOfAccount } from "../../shared/edge/page-of-request.js";
import { type IssueApiKeyDeps, issueApiKey } from "../../shared/flows/api-key/issue-api-key.js";
import { listApiKeys } from "../../shared/flows/api-key/list-api-keys.js";
import { revokeApiKey } from "../../shared/flows/api-key/revoke-api-key.js";
import { rotateApiKey } from "../../shared/flows/api-key/rotate-api-key.js";
import { apiKeyPorts } from "../../shared/wiring/api-key.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { oncePorts } from "../../shared/wiring/idempotency.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & OnceDeps & PageDeps & IssueApiKeyDeps;

const KEYS = "/api/accounts/{account_id}/keys";
const KEY = `${KEYS}/{key_id}`;

export const accountKeys = (deps: Deps) =>
  httpFunction(deps, {
    [`GET ${KEYS}`]: forActor(deps, (actor, request) =>
      pageOfAccount(deps, actor, request, {
        what: "keys",
        read: (page) => listApiKeys(deps, actor, page),
        body: apiKeyBody(deps),
      }),
    ),
    [`POST ${KEYS}`]: forActorOnce(deps, issueKeyFields, {
      secret: true,
      run: (actor, wish, _request, attempt) =>
        created(issueApiKey({ ...deps, ...attempt.sources }, actor, wish, attempt), newApiKeyBody(deps)),
    }),
    [`POST ${KEY}/rotate`]: forActorOnce(deps, rotateKeyFields, {
      secret: true,
      run: (actor, wish, request, attempt) => {
        const rotation = { ...wish, keyId: keyIdOf(request) };
        return ok(
          rotateApiKey({ ...deps, ...attempt.sources }, actor, rotation, attempt),
          newApiKeyBody(deps),
        );
      },
    }),
    [`DELETE ${KEY}`]: forActor(deps, (actor, request) =>
      noContent(revokeApiKey(deps, actor, keyIdOf(request))),
    ),
  });

export const handler = wired(accountKeys, { ...httpPorts, ...oncePorts, ...apiKeyPorts });
