/**
 * API keys of the legacy system: base64 of 8 bytes of initialisation vector and a text encrypted with
 * Triple DES in CBC mode. They are read and never made here. CBC proves nothing of who wrote a text
 * (one flipped bit makes another account of it), so what a key says is only compared with what the
 * legacy system says of the key; it never decides anything itself.
 */

export type LegacyClaim = { readonly accountId: string; readonly cellId: string };

// Printable ASCII in pairs, e.g. `account=12345;cell=cell-eu-1`; other pairs may stand beside these two.
const TEXT = /^[\x20-\x7e]{1,256}$/;
const ID = /^[\x21-\x3a\x3c\x3e-\x7e]{1,128}$/;

/** What the decrypted text says; undefined when it is no such text. */
export const legacyClaim = (text: string): LegacyClaim | undefined => {
  if (!TEXT.test(text)) return undefined;
  const pairs = text.split(";").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)] as const;
  });
  const names = pairs.map(([name]) => name);
  // Two accounts in one text: whoever takes the first and whoever takes the last disagree.
  if (names.includes("") || new Set(names).size !== names.length) return undefined;
  const fields = new Map(pairs);
  const [accountId = "", cellId = ""] = [fields.get("account"), fields.get("cell")];
  return ID.test(accountId) && ID.test(cellId) ? { accountId, cellId } : undefined;
};

export const sameClaim = (one: LegacyClaim, other: LegacyClaim): boolean =>
  one.accountId === other.accountId && one.cellId === other.cellId;

/** When the stage's legacy keys end: they are good until the end of that day, in UTC. */
export const isPastSunset = (sunset: string, now: Date): boolean => now.toISOString().slice(0, 10) > sunset;

/** Whether this is a day as `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && text.length === 10;
};
