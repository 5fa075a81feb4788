/** Whether a parsed value is an object with named values, and not a list, a set or bytes. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === "[object Object]";
