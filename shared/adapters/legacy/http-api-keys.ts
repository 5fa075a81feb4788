/**
 * `POST /key/validate` of the legacy system, as documented in docs/legacy-contract.md. Only an explicit
 * confirmation is valid. 401, 403 and 404 refuse the key. Any other response counts as unavailable.
 */

import type { Clock, Deadline, Secrets } from "../../ports/index.js";
import type { LegacyApiKeyAnswer, LegacyApiKeys } from "../../ports/legacy-api-keys.js";
import { parsedJson } from "../http/http-client.js";
import { circuit } from "./circuit.js";
import { type LegacySettings, legacyClient, textOfResponse } from "./http-requests.js";

type Deps = { readonly secrets: Secrets; readonly deadline: Deadline; readonly clock: Clock };

export const httpLegacyApiKeys = (
  settings: LegacySettings & { readonly pauseMs: number },
  deps: Deps,
): Pick<LegacyApiKeys, "validate"> => {
  const ask = legacyClient(settings, deps);
  const { run } = circuit({ clock: deps.clock, pauseMs: settings.pauseMs });
  return {
    validate: (key) =>
      run(async (): Promise<LegacyApiKeyAnswer> => {
        const answer = textOfResponse(await ask({ path: "key/validate", body: { key } }));
        return answer.kind === "text" ? explicit(parsedJson(answer.text)) : answer;
      }),
  };
};

const ID = /^[\x21-\x7e]{1,128}$/;

const explicit = (body: unknown): LegacyApiKeyAnswer => {
  const { valid, account_id, cell_id } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const [accountId, cellId] = [account_id, cell_id].map((id) => (typeof id === "string" ? id : ""));
  if (valid !== true) return { kind: "unavailable", reason: "not_an_answer" };
  // The system is well: the record of one key must not count as an outage.
  if (!ID.test(accountId ?? "") || !ID.test(cellId ?? ""))
    return { kind: "unavailable", reason: "record_malformed" };
  return { kind: "valid", claim: { accountId: accountId ?? "", cellId: cellId ?? "" } };
};
