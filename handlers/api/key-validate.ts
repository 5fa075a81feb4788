/**
 * Validation of an API key for services that are not behind the authorizer. The gateway admits requests signed
 * by an IAM identity that has `execute-api:Invoke` on the route. An invalid key gets a 401, so that a service
 * that checks only the status denies access.
 */
import type { ApiKeyPrincipal } from "../../shared/domain/api-key/api-key-outcome.js";
import { AuthError } from "../../shared/domain/errors.js";
import { type HttpDeps, httpFunction, requireIamCaller, withBody } from "../../shared/edge/http-endpoint.js";
import { keyFields } from "../../shared/edge/validate-fields.js";
import { type ViewerDeps, viewerCaller } from "../../shared/edge/viewer-caller.js";
import { type ApiKeyDeps, authenticateApiKey } from "../../shared/flows/authorizer/authenticate-api-key.js";
import { apiKeyAccessPorts } from "../../shared/wiring/access.js";
import { auditPorts, httpPorts, viewerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = HttpDeps & ApiKeyDeps & ViewerDeps;

export const keyValidate = (deps: Deps) =>
  httpFunction(deps, {
    "POST /key/validate": withBody(keyFields, async ({ key }, request) => {
      requireIamCaller(request);
      const outcome = await authenticateApiKey(deps, key, () => viewerCaller(deps, request));
      if (outcome.kind === "refused") throw new AuthError("invalid_key");
      if (outcome.kind === "denied") throw new AuthError("forbidden");
      return { status: 200, body: principalBody(outcome.principal) };
    }),
  });

const principalBody = ({ keyId, account, role, scopes }: ApiKeyPrincipal) => ({
  valid: true,
  key_id: keyId,
  system_account_id: account.systemAccountId,
  visible_account_id: account.visibleAccountId,
  cell_id: account.cellId,
  role,
  scopes,
});

export const handler = wired(keyValidate, {
  ...httpPorts,
  ...auditPorts,
  ...apiKeyAccessPorts,
  ...viewerPorts,
});
