/** Random ids and tokens. */
import type { ApiKeyTexts } from "./api-keys.js";

export interface Random {
  /** A new unguessable identifier: `<prefix>_` and 32 hexadecimal digits. */
  id(prefix: string): string;
  /** 256 unguessable bits: 43 characters of base64url. */
  token(): string;
}

/** Ids and texts that follow from a seed: a repeated request draws the same ones in the same order. */
export interface SeededRandom {
  /** `seed` must be unguessable. */
  from(seed: string): Random & ApiKeyTexts;
}
