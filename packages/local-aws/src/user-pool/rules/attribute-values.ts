/** Attribute values against the schema of the pool, and against what the client may touch. */
import { invalidParameter, notAuthorized } from "../errors.js";
import type { AttributeRule } from "../settings/attribute-schema.js";
import type { ClientSettings } from "../settings/client-settings.js";
import type { Pool } from "../store/pool.js";
import type { Attributes } from "../store/user.js";

const unconforming = (name: string, reason: string) =>
  invalidParameter(`Attributes did not conform to the schema: ${name}: ${reason}\n`);

/** The values as the pool keeps them: booleans in lower case. Python writes `True`. */
export const storedForm = ({ schema }: Pool, attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      schema.get(name)?.type === "Boolean" ? value.toLowerCase() : value,
    ]),
  );

/**
 * The values as the pool keeps them. Throws InvalidParameterException for an unknown name or a value that the schema does
 * not allow.
 */
export function checkedValues(pool: Pool, given: Attributes): Attributes {
  const attributes = storedForm(pool, given);
  checkValues(pool, attributes);
  return attributes;
}

/** Of values in the form that the pool keeps. Throws as checkedValues. */
export function checkValues(pool: Pool, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = pool.schema.get(name);
    if (!rule) throw unconforming(name, "Attribute does not exist in the schema.");
    if (name === "sub") throw invalidParameter("Cannot modify the non-mutable attribute sub");
    checkValue(rule, value);
  }
}

/** Throws InvalidParameterException when an attribute that the pool requires is missing. */
export function checkRequired(pool: Pool, attributes: Attributes): void {
  const [missing] = missingRequired(pool, attributes);
  if (missing !== undefined) throw unconforming(missing, "The attribute is required");
}

export const missingRequired = (pool: Pool, attributes: Attributes): string[] =>
  [...pool.schema.values()]
    .filter(({ required, name }) => required && name !== "sub" && !attributes[name])
    .map(({ name }) => name);

/** Throws InvalidParameterException when an attribute may not change any more. */
export function checkMutable(pool: Pool, changes: Attributes): void {
  const fixed = Object.keys(changes).find((name) => pool.schema.get(name)?.mutable === false);
  if (fixed !== undefined) throw invalidParameter(`user.${fixed}: Attribute cannot be updated.\n`);
}

function checkValue(rule: AttributeRule, value: string): void {
  const { name, type } = rule;
  if (type === "Boolean" && value !== "true" && value !== "false") {
    throw unconforming(name, "The value must be true or false");
  }
  if (type === "Number") checkNumber(rule, value);
  if (type === "DateTime" && Number.isNaN(Date.parse(value)))
    throw unconforming(name, "Invalid date format.");
  if (type === "String") checkString(rule, value);
}

function checkNumber(rule: AttributeRule, value: string): void {
  const { name, minValue = -Infinity, maxValue = Infinity } = rule;
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw unconforming(name, "The value must be a number");
  if (Number(value) < minValue) throw unconforming(name, `Value must not be less than ${minValue}`);
  if (Number(value) > maxValue) throw unconforming(name, `Value must not be greater than ${maxValue}`);
}

const formats: Readonly<Record<string, { pattern: RegExp; message: string }>> = {
  email: { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/u, message: "Invalid email address format." },
  phone_number: { pattern: /^\+[1-9]\d{1,14}$/, message: "Invalid phone number format." },
  birthdate: { pattern: /^\d{4}-\d{2}-\d{2}$/, message: "Invalid birthdate format, please use YYYY-MM-DD." },
};

function checkString({ name, minLength = 0, maxLength = 2048 }: AttributeRule, value: string): void {
  if (value.length < minLength) throw unconforming(name, `String must have at least ${minLength} characters`);
  if (value.length > maxLength)
    throw unconforming(name, `String must be no longer than ${maxLength} characters`);
  const format = formats[name];
  if (format && value !== "" && !format.pattern.test(value)) throw invalidParameter(format.message);
}

const isStandard = (pool: Pool, name: string): boolean => pool.schema.get(name)?.standard ?? false;

/** A client that lists nothing reads the standard attributes, and no custom ones. */
export const canRead =
  (pool: Pool, { ReadAttributes: listed }: ClientSettings) =>
  (name: string): boolean =>
    name === "sub" || name === "identities" || (listed ? listed.includes(name) : isStandard(pool, name));

/**
 * Throws NotAuthorizedException for an attribute that the client may not write: one that it does not list, a custom
 * one when it lists nothing, or the proof that an address was verified.
 */
export function checkWritable(
  pool: Pool,
  { WriteAttributes: listed }: ClientSettings,
  names: string[],
): void {
  const forbidden = names.find((name) => {
    if (!pool.schema.has(name)) return false; // the schema check names it
    if (name.endsWith("_verified") || pool.schema.get(name)?.developerOnly) return true;
    return listed ? !listed.includes(name) : !isStandard(pool, name);
  });
  if (forbidden !== undefined) throw notAuthorized("A client attempted to write unauthorized attribute");
}
