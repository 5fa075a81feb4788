/**
 * What can be done to a resource. `admin` contains every action, `write` contains `read`. A stage can
 * configure more actions for a type, such as `approve`: nothing but `admin` contains one of those.
 */

export const STANDARD_ACTIONS = ["read", "write", "admin"] as const;

const ACTION = /^[a-z][a-z0-9-]{0,31}$/;

export const isAction = (value: unknown): value is string => typeof value === "string" && ACTION.test(value);

const contains = (held: string, wanted: string): boolean =>
  held === wanted || held === "admin" || (held === "write" && wanted === "read");

/** Whether whoever may do all of `held` may do `wanted`. */
export const anyContains = (held: readonly string[], wanted: string): boolean =>
  held.some((each) => contains(each, wanted));
