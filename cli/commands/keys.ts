/** `keys list`, `keys revoke`, `keys legacy`. */
import { UsageError } from "local-aws/command-line";
import type { ApiKey } from "../../shared/domain/api-key/api-key.js";
import { isDay } from "../../shared/domain/timestamp.js";
import { legacyApiKeyUsage } from "../../shared/flows/operator/legacy-api-key-usage.js";
import { revokeLeakedApiKey } from "../../shared/flows/operator/revoke-leaked-api-key.js";
import type { OperatorPorts } from "../../shared/ports/operators.js";
import { accountOf } from "../account-option.js";
import { command, NotFoundError } from "../command.js";
import { idFrom, reasonFrom } from "../user-options.js";

const PAGE = 100;

const day = (seconds: number | undefined): string =>
  seconds === undefined ? "never" : new Date(seconds * 1000).toISOString().slice(0, 10);

const shown = (key: ApiKey) => {
  const { keyId, systemAccountId, name, role, scopes, status, issuedAtSeconds, expiresAtSeconds } = key;
  const { lastUsedAtSeconds } = key;
  const by = { issuedBy: key.current.issuedBy };
  return {
    keyId,
    systemAccountId,
    name,
    role,
    scopes,
    status,
    ...by,
    issuedAtSeconds,
    expiresAtSeconds,
    lastUsedAtSeconds,
  };
};

const line = (key: ApiKey): string =>
  `${key.keyId}  ${key.status}  ${key.role}  by ${key.current.issuedBy}  until ${day(key.expiresAtSeconds)}  used ${day(key.lastUsedAtSeconds)}  ${key.name}`;

const allKeys = async ({ apiKeys }: OperatorPorts, account: string): Promise<ApiKey[]> => {
  const found: ApiKey[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await apiKeys.list(account, { limit: PAGE, after });
    found.push(...items);
    after = next;
  } while (after !== undefined);
  return found;
};

export const keysList = command({
  name: "keys list",
  usage: "--account ID",
  about: "lists the API keys of an account, including revoked and expired keys",
  options: { account: { type: "string" } },
  run: async ({ values, ports }) => {
    const { systemAccountId } = await accountOf(ports, idFrom("--account", values.account));
    const keys = await allKeys(ports, systemAccountId);
    const text = keys.length === 0 ? [`${systemAccountId} has no API keys`] : keys.map(line);
    return { json: { keys: keys.map(shown) }, text };
  },
});

export const keysRevoke = command({
  name: "keys revoke",
  usage: "--key ID --reason TEXT",
  about: "revokes an API key with both its secrets at once; the id follows the stage in the key",
  options: { key: { type: "string" }, reason: { type: "string" } },
  run: async ({ values, ports }) => {
    const keyId = idFrom("--key", values.key);
    const outcome = await revokeLeakedApiKey(ports, { keyId, reason: reasonFrom(values.reason) });
    if (outcome === "unknown") throw new NotFoundError(`there is no API key ${keyId}`);
    const words = outcome === "revoked" ? "is revoked" : "was already revoked";
    return { json: { keyId, outcome }, text: [`${keyId} ${words}`] };
  },
});

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

export const keysLegacy = command({
  name: "keys legacy",
  usage: "[--since YYYY-MM-DD]",
  about:
    "lists accounts that used legacy API keys since a day (default: 30 days ago); reads the whole directory",
  options: { since: { type: "string" } },
  run: async ({ values, ports }) => {
    const month = new Date(ports.clock.now().getTime() - MONTH_MS).toISOString().slice(0, 10);
    const since = values.since ?? month;
    if (!isDay(since)) throw new UsageError("--since takes a day as YYYY-MM-DD");
    const accounts = await legacyApiKeyUsage(ports, since);
    const text = accounts.map(
      ({ systemAccountId, keys, lastUsedOn }) =>
        `${systemAccountId}  ${keys} keys, last used on ${lastUsedOn}`,
    );
    return {
      json: { since, accounts },
      text: text.length === 0 ? [`no account used a legacy API key since ${since}`] : text,
    };
  },
});
