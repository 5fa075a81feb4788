/** Deliveries in memory, on the given clock, and fake ciphertexts that contain the pool id and the code. */
import { AuthError } from "../domain/errors.js";
import { Secret } from "../domain/secret.js";
import type { Clock } from "../ports/index.js";
import type { CodeDecrypter, Deliveries } from "../ports/messages.js";

const LEASE_MS = 30_000;
const DONE_MS = 24 * 60 * 60_000;

export const memoryDeliveries = (clock: Clock): Deliveries => {
  const takenUntil = new Map<string, number>();
  const take = (key: string, forMs: number) => takenUntil.set(key, clock.now().getTime() + forMs);
  return {
    begin: async (key) => {
      if ((takenUntil.get(key) ?? 0) > clock.now().getTime()) return "taken";
      take(key, LEASE_MS);
      return "ours";
    },
    finish: async (key) => {
      take(key, DONE_MS);
    },
    abandon: async (key) => {
      takenUntil.delete(key);
    },
  };
};

export type MemoryCodes = CodeDecrypter & {
  /** While true, KMS is unreachable. */
  broken: boolean;
};

/** A fake ciphertext that `memoryCodes` decrypts. */
export const memoryCiphertext = (userPoolId: string, code: string): string =>
  Buffer.from(JSON.stringify([userPoolId, code])).toString("base64");

export const memoryCodes = (): MemoryCodes => {
  const codes: MemoryCodes = {
    broken: false,
    decrypt: async (ciphertext, userPoolId) => {
      if (codes.broken) throw new AuthError("temporarily_unavailable");
      const [pool, code] = parsed(Buffer.from(ciphertext, "base64").toString("utf8"));
      return pool === userPoolId && code !== undefined ? new Secret(code) : undefined;
    },
  };
  return codes;
};

const parsed = (text: string): string[] => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
};
