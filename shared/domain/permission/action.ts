/**
 * Actions on a resource. `admin` includes every action; `write` includes `read`. A stage can configure more
 * actions for a resource type, such as `approve`. Only `admin` includes those.
 */

export const STANDARD_ACTIONS = ["read", "write", "admin"] as const;

export const ACTION = /^[a-z][a-z0-9-]{0,31}$/;

export const isAction = (value: unknown): value is string => typeof value === "string" && ACTION.test(value);

const contains = (held: string, wanted: string): boolean =>
  held === wanted || held === "admin" || (held === "write" && wanted === "read");

/** Whether one of the held actions includes the wanted one. */
export const anyContains = (held: readonly string[], wanted: string): boolean =>
  held.some((each) => contains(each, wanted));
