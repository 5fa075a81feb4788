/** Which accounts still use API keys of the legacy system, and how many: who has to be asked before the sunset. */
import type { OperatorPorts } from "../../ports/operators.js";

export type AccountUsage = {
  readonly systemAccountId: string;
  readonly keys: number;
  /** `YYYY-MM-DD`. */
  readonly lastUsedOn: string;
};

/** Those that used a key on `since` or later, the latest first. Reads the whole directory. */
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
