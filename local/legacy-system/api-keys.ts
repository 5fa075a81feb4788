/** The API keys that the legacy system gave to accounts. A key is known by its whole text; what it says of itself is not looked at. */
import { keyWords, legacyKeyText } from "./key-text.js";

type Place = { readonly account_id: string; readonly cell_id: string };
export type LegacyApiKey = Place & { readonly key: string };

export type ApiKeys = {
  /** Gives an account a key. `says` puts something else into it, as somebody who forged one would. */
  give(place: Place, says?: Place): LegacyApiKey;
  find(key: string): LegacyApiKey | undefined;
  list(): LegacyApiKey[];
  /** False when there was no such key. */
  revoke(key: string): boolean;
};

/** `material` is the Triple DES key, in base64. */
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
