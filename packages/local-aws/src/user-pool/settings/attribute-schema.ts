/**
 * The attributes of a pool: the standard ones of OpenID Connect, which the template can redefine, and the
 * custom ones, stored under `custom:` (or `dev:`) names. (Developer guide, "Working with user attributes".)
 */
import type { PoolSettings, SchemaAttribute } from "./pool-settings.js";

export interface AttributeRule {
  readonly name: string;
  readonly type: "String" | "Number" | "DateTime" | "Boolean";
  readonly mutable: boolean;
  readonly required: boolean;
  readonly standard: boolean;
  readonly developerOnly: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
}

export type AttributeSchema = ReadonlyMap<string, AttributeRule>;

const standardStrings = [
  "name",
  "given_name",
  "family_name",
  "middle_name",
  "nickname",
  "preferred_username",
  "profile",
  "picture",
  "website",
  "email",
  "gender",
  "zoneinfo",
  "locale",
  "phone_number",
  "address",
];

const standard = (name: string, type: AttributeRule["type"], limits: Partial<AttributeRule> = {}) =>
  ({ name, type, mutable: true, required: false, standard: true, developerOnly: false, ...limits }) as const;

const standardRules: AttributeRule[] = [
  standard("sub", "String", { mutable: false, required: true, minLength: 1, maxLength: 2048 }),
  ...standardStrings.map((name) => standard(name, "String", { minLength: 0, maxLength: 2048 })),
  standard("birthdate", "String", { minLength: 10, maxLength: 10 }),
  standard("email_verified", "Boolean"),
  standard("phone_number_verified", "Boolean"),
  standard("updated_at", "Number", { minValue: 0 }),
];

const bound = (text: string | undefined) => (text === undefined ? undefined : Number(text));

function limitsOf(declared: SchemaAttribute): Partial<AttributeRule> {
  const minLength = bound(declared.StringAttributeConstraints?.MinLength);
  const maxLength = bound(declared.StringAttributeConstraints?.MaxLength);
  const minValue = bound(declared.NumberAttributeConstraints?.MinValue);
  const maxValue = bound(declared.NumberAttributeConstraints?.MaxValue);
  return {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(minValue !== undefined && { minValue }),
    ...(maxValue !== undefined && { maxValue }),
  };
}

function customRule(declared: SchemaAttribute): AttributeRule {
  const prefix = declared.DeveloperOnlyAttribute ? "dev:custom:" : "custom:";
  const name = declared.Name.startsWith(prefix) ? declared.Name : `${prefix}${declared.Name}`;
  return {
    name,
    type: declared.AttributeDataType,
    // Whether the default is mutable is not documented. The stricter reading is immutable.
    mutable: declared.Mutable ?? false,
    required: declared.Required,
    standard: false,
    developerOnly: declared.DeveloperOnlyAttribute,
    ...(declared.AttributeDataType === "String" && { maxLength: 2048 }),
    ...limitsOf(declared),
  };
}

export function attributeSchema(settings: Pick<PoolSettings, "Schema">): AttributeSchema {
  const schema = new Map(standardRules.map((rule) => [rule.name, rule]));
  for (const declared of settings.Schema) {
    const known = schema.get(declared.Name);
    const rule = known
      ? {
          ...known,
          mutable: declared.Mutable ?? known.mutable,
          required: declared.Required,
          ...limitsOf(declared),
        }
      : customRule(declared);
    schema.set(rule.name, rule);
  }
  return schema;
}
