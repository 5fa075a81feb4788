/** Reads a JSON value with a schema. */
import type { z } from "zod";
import { LocalAwsError } from "./local-aws-error.js";

/** `whole` is the name of the value. @throws LocalAwsError that names every wrong place */
export const readAs = <T>(schema: z.ZodType<T>, input: unknown, whole: string): T => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || whole}: ${message}`);
  throw new LocalAwsError(problems.join("; "));
};
