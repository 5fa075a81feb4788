/**
 * Keys for pools under test. Making two RSA keys takes longer than most tests, so that some sets are made once on a machine
 * and kept in `.local`; pools that stand side by side get different ones.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  generatePoolKeys,
  type PoolKeys,
  restorePoolKeys,
  type StoredKeys,
  storePoolKeys,
} from "../../src/user-pool/tokens/pool-keys.js";

const SETS = 6;
const folder = join(import.meta.dirname, "..", "..", "..", "..", ".local");
const file = join(folder, "test-pool-keys.json");

const kept = (): StoredKeys[] | undefined => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StoredKeys[];
  } catch {
    return undefined;
  }
};

const made = async (): Promise<StoredKeys[]> => {
  const sets = (await Promise.all(Array.from({ length: SETS }, generatePoolKeys))).map(storePoolKeys);
  mkdirSync(folder, { recursive: true });
  // Test files run side by side: none may read what another has half written.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(sets));
  renameSync(`${file}.${process.pid}`, file);
  return sets;
};

let sets: Promise<PoolKeys[]> | undefined;
let handedOut = 0;

const ready = async (): Promise<PoolKeys[]> => (kept() ?? (await made())).map(restorePoolKeys);

export const readyKeys = async (): Promise<PoolKeys> => {
  sets ??= ready();
  const all = await sets;
  const keys = all[handedOut++ % all.length] ?? (await generatePoolKeys());
  return { ...keys, secret: randomBytes(32) };
};
