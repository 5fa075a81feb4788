/** The legacy system's API keys. A key is looked up by its whole text; its content is not evaluated. */
import { keyWords, legacyKeyText } from "./key-text.js";

type Place = { readonly account_id: string; readonly cell_id: string };
export type LegacyApiKey = Place & { readonly key: string };

export type ApiKeys = {
  /** Issues a key to an account. `says` encrypts another content, like a forged key. */
  give(place: Place, says?: Place): LegacyApiKey;
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
    give: (place, says = place) => {
      const key = legacyKeyText(secret, keyWords({ accountId: says.account_id, cellId: says.cell_id }));
      const given = { key, account_id: place.account_id, cell_id: place.cell_id };
      keys.set(key, given);
      return given;
    },
    find: (key) => keys.get(key),
    list: () => [...keys.values()],
    revoke: (key) => keys.delete(key),
  };
  for (const place of places) api.give(place);
  return api;
};
