/** The people of the legacy system: found by email or username in any case, kept in one file if asked. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hashPassword, type PasswordHash, passwordMatches } from "./password-hash.js";

/** What a field of a person can hold. */
export type LegacyField = LegacyText | readonly (LegacyText | Readonly<Record<string, LegacyText>>)[];
type LegacyText = string | number | boolean;

/** A person as the contract shows them: claims under their OpenID Connect names, and whatever else the system has. */
export type LegacyUser = {
  readonly id: string;
  readonly email: string;
  readonly email_verified: boolean;
  /** A name to sign in with besides the email. */
  readonly username?: string | undefined;
  readonly [attribute: string]: LegacyField | undefined;
};

export type LegacyPerson = LegacyUser & { readonly password: string };

/** Adding somebody whose email or username belongs to another person. */
export class NameTaken extends Error {}

/** `sharing`: two records may have one name, as in systems that never forbade it. */
export type Adding = { readonly sharing?: boolean };

export type People = {
  /** Adds a person, or replaces the one with the same id. Throws `NameTaken`. */
  add(person: LegacyPerson, options?: Adding): Promise<LegacyUser>;
  /** The first of those who have the name. */
  find(username: string): LegacyUser | undefined;
  /** The person with the name whose password this is. Unknown names cost the same work. */
  verify(username: string, password: string): Promise<LegacyUser | undefined>;
  list(): readonly LegacyUser[];
  /** Resolves when everything is in the file. */
  saved(): Promise<void>;
};

type Row = { readonly user: LegacyUser; readonly hash: PasswordHash };

/** People in the file are as they were left; seeded ones join only if their id is not there. */
export const openPeople = async (
  seeds: readonly LegacyPerson[],
  { dataFile, hashCost }: { readonly dataFile: string | undefined; readonly hashCost: number },
): Promise<People> => {
  const rows = new Map<string, Row>();
  const idsByName = new Map<string, readonly string[]>();
  const file = savedFile(dataFile, () => JSON.stringify([...rows.values()]));

  const rowsOf = (username: string): Row[] =>
    (idsByName.get(nameKey(username)) ?? []).flatMap((id) => rows.get(id) ?? []);

  const keep = (row: Row, { sharing = false }: Adding = {}): void => {
    const { id } = row.user;
    const others = (name: string) => (idsByName.get(name) ?? []).filter((holder) => holder !== id);
    const names = namesOf(row.user);
    if (!sharing && names.some((name) => others(name).length > 0))
      throw new NameTaken("The email or username belongs to somebody else.");
    for (const name of namesOf(rows.get(id)?.user)) idsByName.set(name, others(name));
    for (const name of names) idsByName.set(name, [...others(name), id]);
    rows.set(id, row);
  };

  const add = async ({ password, ...user }: LegacyPerson, options?: Adding): Promise<LegacyUser> => {
    keep({ user: user as LegacyUser, hash: await hashPassword(password, hashCost) }, options);
    file.save();
    return user as LegacyUser;
  };

  for (const row of await file.load()) keep(row, { sharing: true });
  await Promise.all(seeds.filter(({ id }) => !rows.has(id)).map((seed) => add(seed)));

  return {
    add,
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

/** Writes follow one another, and each replaces the file whole: a crash leaves the old or the new one. */
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
      // A write that has not begun will hold this change too: thousands of people are no thousand files.
      if (path === undefined || waiting) return;
      waiting = true;
      writing = writing.then(() => {
        waiting = false;
        return write(path);
      });
      // Told to whoever asks `saved`; without a listener a full disk would end the process.
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
