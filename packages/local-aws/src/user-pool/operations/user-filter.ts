/**
 * The filter language of ListUsers: one attribute, `=` or `^=` (starts with) and one quoted value, in which
 * `"` and `\` are escaped. It has no custom attributes and no combinations. (API reference, ListUsers.)
 */
import { invalidParameter } from "../errors.js";
import type { User } from "../store/user.js";

const searchable = [
  "username",
  "email",
  "phone_number",
  "name",
  "given_name",
  "family_name",
  "preferred_username",
  "cognito:user_status",
  "status",
  "sub",
] as const;

type Searchable = (typeof searchable)[number];

export interface UserFilter {
  readonly attribute: Searchable;
  readonly operator: "=" | "^=";
  readonly value: string;
}

/** Throws InvalidParameterException if the text is not exactly one filter. */
export function parseFilter(text: string): UserFilter {
  const match = /^\s*([a-z_:"]+)\s*(=|\^=)\s*"((?:[^"\\]|\\["\\])*)"\s*$/u.exec(text);
  const [, name = "", operator, quoted = ""] = match ?? [];
  const attribute = searchable.find((known) => known === name.replaceAll('"', ""));
  if (!attribute || (operator !== "=" && operator !== "^=")) {
    throw invalidParameter("Error while parsing filter.");
  }
  return { attribute, operator, value: quoted.replaceAll(/\\(["\\])/g, "$1") };
}

/** Compares usernames and subs exactly, and all other attributes case-insensitively. */
export function filterTest({ attribute, operator, value }: UserFilter): (user: User) => boolean {
  const compared = (text: string) =>
    attribute === "username" || attribute === "sub" ? text : text.toLowerCase();
  const wanted = compared(value);
  return (user) => {
    const held = heldValue(attribute, user);
    if (held === undefined) return false;
    return operator === "=" ? compared(held) === wanted : compared(held).startsWith(wanted);
  };
}

function heldValue(attribute: Searchable, user: User): string | undefined {
  if (attribute === "username") return user.username;
  if (attribute === "sub") return user.sub;
  if (attribute === "cognito:user_status") return user.status;
  if (attribute === "status") return user.enabled ? "Enabled" : "Disabled";
  return user.attributes[attribute];
}
