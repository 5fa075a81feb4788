/** What oidc-provider keeps between requests: in memory, gone with the process. */
import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

type Entry = { readonly payload: AdapterPayload; readonly expiresAt: number };

/** One store for all models: an identifier belongs to a model and is unguessable. */
export const memoryAdapter = (now: () => number = Date.now): AdapterFactory => {
  const entries = new Map<string, Entry>();

  const find = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry && entry.expiresAt > now()) return entry.payload;
    entries.delete(key);
    return undefined;
  };
  const findBy = (model: string, holds: (payload: AdapterPayload) => boolean) => {
    const keys = [...entries.keys()].filter((key) => key.startsWith(`${model}:`));
    return keys.map(find).find((payload) => payload !== undefined && holds(payload));
  };

  return (model): Adapter => ({
    upsert: async (id, payload, expiresInSeconds = Number.POSITIVE_INFINITY) => {
      entries.set(`${model}:${id}`, { payload, expiresAt: now() + expiresInSeconds * 1000 });
    },
    find: async (id) => find(`${model}:${id}`),
    findByUid: async (uid) => findBy(model, (payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findBy(model, (payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = find(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(now() / 1000);
    },
    destroy: async (id) => {
      entries.delete(`${model}:${id}`);
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  });
};
