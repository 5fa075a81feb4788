/** The problem codes of a mapping, and the checks that its parts share. */
export type MappingProblemCode =
  | "unknown_key"
  | "wrong_field"
  | "wrong_target"
  | "reserved_target"
  | "decides_groups"
  | "wrong_transform"
  | "empty_values"
  | "wrong_account"
  | "wrong_role"
  | "role_too_high"
  | "wrong_group"
  | "role_group"
  | "wrong_limit"
  | "too_many_rules";

export type MappingProblem = { readonly at: string; readonly code: MappingProblemCode };

const MOST_RULES = 50;
const FIELD = /^[\w.:@-]{1,64}$/;

export type Report = (at: string, code: MappingProblemCode) => void;

export const onlyKeys = (report: Report, at: string, value: object, keys: readonly string[]): void => {
  if (Object.keys(value).some((key) => !keys.includes(key))) report(at, "unknown_key");
};
export const limitRules = (report: Report, at: string, rules: readonly unknown[]): void => {
  if (rules.length > MOST_RULES) report(at, "too_many_rules");
};
export const field = (report: Report, at: string, name: string): void => {
  if (!FIELD.test(name)) report(at, "wrong_field");
};
