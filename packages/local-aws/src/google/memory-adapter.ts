/** In-memory storage for oidc-provider. */
import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";
import { ExpiringMap } from "../bounded-map.js";

/** One store for all models: an identifier belongs to one model and is unguessable. */
export const memoryAdapter = (now: () => number = Date.now): AdapterFactory => {
  const entries = new ExpiringMap<AdapterPayload>({ now });

  const find = (key: string): AdapterPayload | undefined => entries.get(key);
  const findBy = (model: string, holds: (payload: AdapterPayload) => boolean) =>
    entries.entries().find(([key, payload]) => key.startsWith(`${model}:`) && holds(payload))?.[1];

  return (model): Adapter => ({
    upsert: async (id, payload, expiresInSeconds = Number.POSITIVE_INFINITY) => {
      entries.set(`${model}:${id}`, payload, expiresInSeconds * 1000);
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
      for (const [key, payload] of entries.entries()) if (payload.grantId === grantId) entries.delete(key);
    },
  });
};
