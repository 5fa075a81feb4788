/** Checks attribute values against the schema of the pool and the permissions of the client. */
import { invalidParameter, notAuthorized } from "../errors.js";
import type { AttributeRule } from "../settings/attribute-schema.js";
import type { ClientSettings } from "../settings/client-settings.js";
import type { Pool } from "../store/pool.js";
import type { Attributes } from "../store/user.js";

const unconforming = (name: string, reason: string) =>
  invalidParameter(`Attributes did not conform to the schema: ${name}: ${reason}\n`);

/** The values in stored form: booleans in lower case, since Python writes `True`. */
export const storedForm = ({ schema }: Pool, attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      schema.get(name)?.type === "Boolean" ? value.toLowerCase() : value,
    ]),
  );

/**
 * Returns the values in stored form. Throws InvalidParameterException if a name is unknown or the schema does
 * not allow a value.
 */
export function checkedValues(pool: Pool, given: Attributes): Attributes {
  const attributes = storedForm(pool, given);
  checkValues(pool, attributes);
  return attributes;
}

/** Checks values that are in stored form. Throws the errors of checkedValues. */
export function checkValues(pool: Pool, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = pool.schema.get(name);
    if (!rule) throw unconforming(name, "Attribute does not exist in the schema.");
    if (name === "sub") throw invalidParameter("Cannot modify the non-mutable attribute sub");
    checkValue(rule, value);
  }
}

/** Throws InvalidParameterException if an attribute that the pool requires is missing. */
export function checkRequired(pool: Pool, attributes: Attributes): void {
  const [missing] = missingRequired(pool, attributes);
  if (missing !== undefined) throw unconforming(missing, "The attribute is required");
}

export const missingRequired = (pool: Pool, attributes: Attributes): string[] =>
  [...pool.schema.values()]
    .filter(({ required, name }) => required && name !== "sub" && !attributes[name])
    .map(({ name }) => name);

/** Throws InvalidParameterException if a change names an immutable attribute. */
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

/** A client without ReadAttributes can read the standard attributes and no custom ones. */
export const canRead =
  (pool: Pool, { ReadAttributes: listed }: ClientSettings) =>
  (name: string): boolean =>
    name === "sub" || name === "identities" || (listed ? listed.includes(name) : isStandard(pool, name));

/**
 * Throws NotAuthorizedException for an attribute that the client cannot write: one that is not in
 * WriteAttributes, a custom one if there is no such list, or the verified flag of an address.
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
