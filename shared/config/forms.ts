/**
 * What the values of settings look like. A form says what it takes, in words that follow "takes"; a value that it
 * refuses is named by its setting and never shown, because it can be a secret in the wrong place. No zod in here: the
 * authorizer has these forms too, and its bundle stands before every request.
 */
import { isEmail } from "../domain/identifier.js";

export type Form<T> = {
  readonly takes: string;
  /** Undefined for a value that it does not take. Throws an Error with the reason where there is more to say. */
  readonly read: (text: string) => T | undefined;
  /** What an empty value stands for, where it may be empty. */
  readonly empty?: { readonly value: T };
  /** Whether the setting may be left out; it then reads as if it were empty. */
  readonly absent?: true;
};

export type Reading<T> = { readonly value: T } | { readonly problem: string };

export const readForm = <T>(form: Form<T>, text: string | undefined): Reading<T> => {
  if (text === undefined || text === "") {
    const accepted = form.empty && (text === "" || form.absent) ? form.empty : undefined;
    return accepted ?? { problem: `is missing; it takes ${form.takes}` };
  }
  try {
    const value = form.read(text);
    return value === undefined ? { problem: `takes ${form.takes}` } : { value };
  } catch (error) {
    return { problem: `takes ${form.takes}; ${(error as Error).message}` };
  }
};

/** May be empty: then there is no value. */
export const orNothing = <T>(form: Form<T>): Form<T | undefined> => ({
  takes: `${form.takes}, or nothing`,
  read: form.read,
  empty: { value: undefined },
});

/** May be left out of the environment, which counts as `value`. */
export const orAbsent = <T>(form: Form<T>, value: T): Form<T> => ({
  ...form,
  empty: { value },
  absent: true,
});

/** May be empty, and left out. */
export const optional = <T>(form: Form<T>): Form<T | undefined> => ({ ...orNothing(form), absent: true });

const listed = (values: readonly string[]): string =>
  values.length < 2 ? values.join() : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;

export const oneOf = <const T extends string>(...values: readonly T[]): Form<T> => ({
  takes: listed(values),
  read: (text) => values.find((each) => each === text),
});

export const wholeNumber = (least: number, most: number): Form<number> => ({
  takes: `a whole number from ${least} to ${most}`,
  read: (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined,
});

const matching = (takes: string, accepts: (text: string) => boolean): Form<string> => ({
  takes,
  read: (text) => (accepts(text) ? text : undefined),
});

export { matching as text };

/** Of a table, a secret, a parameter or the like, as the stack gives it. */
export const resourceName = matching("the name of a resource", (text) => /^[!-~]{1,2048}$/.test(text));

export const email = matching("an e-mail address", isEmail);

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Where secrets travel to: in clear text to this machine at most. */
export const isSecureUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const secure = protocol === "https:" || (protocol === "http:" && LOOPBACK.includes(hostname));
  return secure && `${username}${password}${search}${hash}` === "";
};

export const secureUrl = matching(
  "a URL with https (or http on this machine), without user name, query and fragment",
  isSecureUrl,
);

const parts = (text: string): string[] =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** Values with commas between them; none where it is empty. */
export const listOf = (
  takes: string,
  read: (each: string) => string | undefined,
): Form<readonly string[]> => ({
  takes: `${takes}, separated by commas, or nothing`,
  read: (text) => {
    const values = parts(text).flatMap((each) => read(each) ?? []);
    return values.length === parts(text).length ? values : undefined;
  },
  empty: { value: [] },
});

const DOMAIN = /^(?!.{254})(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

export const isDomain = (text: string): boolean => DOMAIN.test(text);

/** In lower case, as addresses are compared. */
export const domains = listOf("domains such as example.com", (each) =>
  isDomain(each) ? each.toLowerCase() : undefined,
);

/** JSON that `read` makes a value of. What is not JSON at all is refused without the parser's words, which quote it. */
export const json = <T>(takes: string, read: (value: unknown, text: string) => T | undefined): Form<T> => ({
  takes: `${takes}, as JSON`,
  read: (text) => {
    const value = parsed(text);
    return value === undefined ? undefined : read(value, text);
  },
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
