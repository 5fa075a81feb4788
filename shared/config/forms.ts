/**
 * The forms of setting values. A form describes the accepted values, in words that follow "takes". An error names the
 * setting and never shows the value, because it can be a secret in the wrong place. This module does not use zod: the
 * authorizer reads these forms too, and its bundle must stay small.
 */
import { isApiKeyStage } from "../domain/api-key/format.js";
import { isEmail } from "../domain/identifier.js";

export type Form<T> = {
  readonly takes: string;
  /** Undefined for a value that it does not accept. Throws an Error to give a more exact reason. */
  readonly read: (text: string) => T | undefined;
  /** The value of an empty setting, if it may be empty. */
  readonly empty?: { readonly value: T };
  /** The setting may be absent, with the same result as an empty one. */
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

/** May be empty: the value is then undefined. */
export const orNothing = <T>(form: Form<T>): Form<T | undefined> => ({
  takes: `${form.takes}, or nothing`,
  read: form.read,
  empty: { value: undefined },
});

/** May be empty, or absent from the environment: the value is then `value`. */
export const orAbsent = <T>(form: Form<T>, value: T): Form<T> => ({
  ...form,
  empty: { value },
  absent: true,
});

/** May be empty or absent. */
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

const pattern = (takes: string, form: RegExp): Form<string> => matching(takes, (text) => form.test(text));

/** Names that the stack sets, in the forms of their services. */
export const serviceName = /* @__PURE__ */ pattern("the name of a service", /^[A-Za-z][\w-]{0,63}$/);
export const version = /* @__PURE__ */ pattern(
  "a version such as 1.0.0",
  /^\d{1,6}(\.\d{1,6}){2}([-+][\w.+-]{1,64})?$/,
);
export const tableName = /* @__PURE__ */ pattern("the name of a DynamoDB table", /^[\w.-]{3,255}$/);
export const busName = /* @__PURE__ */ pattern("the name of an event bus", /^[\w./-]{1,256}$/);
export const secretName = /* @__PURE__ */ pattern("the name of a secret", /^[\w/+=.@-]{1,512}$/);
export const parameterName = /* @__PURE__ */ pattern("the name of a parameter", /^[\w./-]{1,2048}$/);
export const clientId = /* @__PURE__ */ pattern("the id of a client of the user pool", /^[\w+]{1,128}$/);
export const keyArn = /* @__PURE__ */ pattern(
  "the ARN of a KMS key",
  /^arn:[a-z-]{1,32}:kms:[a-z\d-]{1,32}:\d{12}:(key|alias)\/[\w/-]{1,256}$/,
);

/** What the runtime gives for AWS calls. */
export const accessKeyId = /* @__PURE__ */ pattern("letters, digits and _, at most 128", /^\w{1,128}$/);
export const credential = /* @__PURE__ */ pattern(
  "at most 16384 characters without spaces",
  /^[!-~]{1,16384}$/,
);

/** The stage is a part of its API keys, so that the form of a key limits it. */
export const stageName = /* @__PURE__ */ matching("letters, digits and hyphens, at most 32", isApiKeyStage);

/** Groups such as `us-gov`, `us-isob` and `eusc-de`, then a direction and a number. */
const REGION = /^[a-z]{2,4}(-(gov|iso[a-z]?|de))?-(central|(north|south)?(east|west)|north|south)-\d{1,2}$/;

export const region = /* @__PURE__ */ matching("a Region such as eu-west-1", (text) => REGION.test(text));

export const email = /* @__PURE__ */ matching("an e-mail address", isEmail);

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** For URLs that receive secrets: plain HTTP is accepted for the loopback only. */
export const isSecureUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const secure = protocol === "https:" || (protocol === "http:" && LOOPBACK.includes(hostname));
  return secure && `${username}${password}${search}${hash}` === "";
};

/** An origin as browsers send it: without a path, and without the port of its scheme. */
export const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

export const secureUrl = /* @__PURE__ */ matching(
  "a URL with https (or http on this machine), without user name, query and fragment",
  isSecureUrl,
);

const LOCAL_SITE = /^http:\/\/(?:[a-z\d-]{1,63}\.){1,8}localhost(?::\d{1,5})?\/$/;

/** Browsers take all names under `localhost` for this machine (RFC 6761 section 6.3). It receives no secrets of ours. */
export const siteUrl = /* @__PURE__ */ matching(
  secureUrl.takes,
  (text) => isSecureUrl(text) || LOCAL_SITE.test(text),
);

const parts = (text: string): string[] =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** Values separated by commas. Empty means none. */
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

/** In lower case, because addresses are compared in lower case. */
export const domains = /* @__PURE__ */ listOf("domains such as example.com", (each) =>
  isDomain(each) ? each.toLowerCase() : undefined,
);

/** JSON, converted by `read`. The parser's message about invalid JSON is not shown, because it quotes the value. */
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
