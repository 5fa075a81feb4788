/** The legacy system's API keys. A key is looked up by its whole text; its content is not evaluated. */
import { keyWords, legacyApiKeyText } from "./key-text.js";

type Place = { readonly account_id: string; readonly cell_id: string };
export type LegacyApiKey = Place & { readonly key: string };

export type ApiKeys = {
  /** Issues a key to an account. `content` encrypts another account, like a forged key. */
  issue(place: Place, content?: Place): LegacyApiKey;
  find(key: string): LegacyApiKey | undefined;
  list(): LegacyApiKey[];
  /** Returns false if the key does not exist. */
  revoke(key: string): boolean;
};

/** `material` is the Triple DES key in base64. */
export const openApiKeys = (material: string, places: readonly Place[]): ApiKeys => {
  const secret = Buffer.from(material, "base64");
  const keys = new Map<string, LegacyApiKey>();
  const api: ApiKeys = {
    issue: (place, content = place) => {
      const key = legacyApiKeyText(
        secret,
        keyWords({ accountId: content.account_id, cellId: content.cell_id }),
      );
      const issued = { key, account_id: place.account_id, cell_id: place.cell_id };
      keys.set(key, issued);
      return issued;
    },
    find: (key) => keys.get(key),
    list: () => [...keys.values()],
    revoke: (key) => keys.delete(key),
  };
  for (const place of places) api.issue(place);
  return api;
};
