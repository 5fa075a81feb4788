/**
 * The users of the legacy system: found by e-mail or user name, case-insensitively, optionally stored in one
 * file.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hashPassword, type PasswordHash, passwordMatches } from "./password-hash.js";

/** The possible values of a user's field. */
export type LegacyField = LegacyText | readonly (LegacyText | Readonly<Record<string, LegacyText>>)[];
type LegacyText = string | number | boolean;

/** A user in the form of the contract: OpenID Connect claims, and the system's own fields. */
export type LegacyUser = {
  readonly id: string;
  readonly email: string;
  readonly email_verified: boolean;
  /** An additional sign-in name. */
  readonly username?: string | undefined;
  readonly [attribute: string]: LegacyField | undefined;
};

export type LegacyUserWithPassword = LegacyUser & { readonly password: string };

/** `name-taken`: the e-mail or user name belongs to another user. */
export type Added = { readonly kind: "added"; readonly user: LegacyUser } | { readonly kind: "name-taken" };

/** `sharing` allows two records with one name, as in systems without a uniqueness rule. */
export type Adding = { readonly sharing?: boolean };

export type LegacyUsers = {
  /** Adds a user, or replaces the one with the same id. */
  add(user: LegacyUserWithPassword, options?: Adding): Promise<Added>;
  /** False if no user has the id. */
  remove(id: string): boolean;
  /** Returns the first user with the name. */
  find(username: string): LegacyUser | undefined;
  /** Returns the user with this name and password. Unknown names cost the same work. */
  verify(username: string, password: string): Promise<LegacyUser | undefined>;
  list(): readonly LegacyUser[];
  /** Resolves when all changes are in the file. */
  saved(): Promise<void>;
};

type Row = { readonly user: LegacyUser; readonly hash: PasswordHash };

/** Users in the file are kept unchanged. A seeded user is added only if the id is missing. */
export const openUsers = async (
  seeds: readonly LegacyUserWithPassword[],
  { dataFile, hashCost }: { readonly dataFile: string | undefined; readonly hashCost: number },
): Promise<LegacyUsers> => {
  const rows = new Map<string, Row>();
  const idsByName = new Map<string, readonly string[]>();
  const file = savedFile(dataFile, () => JSON.stringify([...rows.values()]));

  const rowsOf = (username: string): Row[] =>
    (idsByName.get(nameKey(username)) ?? []).flatMap((id) => rows.get(id) ?? []);

  /** False if a name belongs to another user. */
  const keep = (row: Row, { sharing = false }: Adding = {}): boolean => {
    const { id } = row.user;
    const others = (name: string) => (idsByName.get(name) ?? []).filter((holder) => holder !== id);
    const names = namesOf(row.user);
    if (!sharing && names.some((name) => others(name).length > 0)) return false;
    for (const name of namesOf(rows.get(id)?.user)) idsByName.set(name, others(name));
    for (const name of names) idsByName.set(name, [...others(name), id]);
    rows.set(id, row);
    return true;
  };

  const remove = (id: string): boolean => {
    for (const name of namesOf(rows.get(id)?.user))
      idsByName.set(
        name,
        (idsByName.get(name) ?? []).filter((holder) => holder !== id),
      );
    const removed = rows.delete(id);
    file.save();
    return removed;
  };

  const add = async ({ password, ...fields }: LegacyUserWithPassword, options?: Adding): Promise<Added> => {
    const user = fields as LegacyUser;
    if (!keep({ user, hash: await hashPassword(password, hashCost) }, options)) return { kind: "name-taken" };
    file.save();
    return { kind: "added", user };
  };

  for (const row of await file.load()) keep(row, { sharing: true });
  const seeded = await Promise.all(seeds.filter(({ id }) => !rows.has(id)).map((seed) => add(seed)));
  if (seeded.some(({ kind }) => kind === "name-taken"))
    throw new Error("A seeded user has the name of another user.");

  return {
    add,
    remove,
    find: (username) => rowsOf(username)[0]?.user,
    verify: async (username, password) => {
      const candidates = rowsOf(username);
      for (const row of candidates.length === 0 ? [undefined] : candidates) {
        if (await passwordMatches(password, row?.hash, hashCost)) return row?.user;
      }
      return undefined;
    },
    list: () => [...rows.values()].map(({ user }) => user),
    saved: file.saved,
  };
};

const nameKey = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

const namesOf = (user: LegacyUser | undefined): string[] =>
  [user?.email, user?.username].filter((name) => name !== undefined).map(nameKey);

/**
 * Writes are serialised, and each replaces the whole file: after a crash, either the old or the new content
 * is there.
 */
const savedFile = (path: string | undefined, content: () => string) => {
  let writing: Promise<void> = Promise.resolve();
  let waiting = false;
  const write = async (target: string): Promise<void> => {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(`${target}.new`, content(), { mode: 0o600 });
    await rename(`${target}.new`, target);
  };
  return {
    load: async (): Promise<Row[]> => (path === undefined ? [] : readRows(path)),
    save: (): void => {
      // A write that has not started will include this change: thousands of users must not cause thousands of
      // writes.
      if (path === undefined || waiting) return;
      waiting = true;
      writing = writing.then(() => {
        waiting = false;
        return write(path);
      });
      // `saved` reports the error. Without this handler, a full disk would end the process.
      writing.catch(() => undefined);
    },
    saved: (): Promise<void> => writing,
  };
};

const readRows = async (path: string): Promise<Row[]> => {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Row[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};
