/**
 * CloudFormation templates may contain booleans and numbers as strings ("true", "8"). These schemas accept
 * both forms and return the real type.
 */
import { z } from "zod";

export const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

export const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

/** Constraint values are strings in the API and often numbers in templates. */
export const digits = z.union([z.string(), z.number().transform(String)]);
