/** Which accounts still use legacy API keys, and how many: the accounts to contact before the sunset. */
import type { OperatorPorts } from "../../ports/operators.js";

export type AccountUsage = {
  readonly systemAccountId: string;
  readonly keys: number;
  /** `YYYY-MM-DD`. */
  readonly lastUsedOn: string;
};

/** Accounts that used a key on `since` or later, latest first. Reads the whole directory. */
export const legacyApiKeyUsage = async (
  { legacyApiKeyUsage: usage }: Pick<OperatorPorts, "legacyApiKeyUsage">,
  since: string,
): Promise<AccountUsage[]> => {
  const accounts = new Map<string, AccountUsage>();
  for await (const { systemAccountId, lastUsedOn } of usage.all()) {
    if (lastUsedOn < since) continue;
    const known = accounts.get(systemAccountId) ?? { systemAccountId, keys: 0, lastUsedOn };
    accounts.set(systemAccountId, {
      systemAccountId,
      keys: known.keys + 1,
      lastUsedOn: later(known.lastUsedOn, lastUsedOn),
    });
  }
  return [...accounts.values()].sort((one, other) => (one.lastUsedOn < other.lastUsedOn ? 1 : -1));
};

const later = (one: string, other: string): string => [one, other].sort().at(-1) ?? other;
