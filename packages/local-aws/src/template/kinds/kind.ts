/**
 * The results of `Ref` and `Fn::GetAtt` for a resource type, as documented under "Return values" of its
 * reference page.
 */
import { createHash } from "node:crypto";

export type Subject = {
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
  /** A property with its intrinsic functions resolved. */
  property(name: string): unknown;
};

export type Kind = {
  readonly ref: (subject: Subject) => string;
  readonly attributes?: Readonly<Record<string, (subject: Subject) => unknown>>;
};

export type Kinds = Readonly<Record<string, Kind>>;

const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
export const ALPHABETS = {
  lower: LOWER,
  upper: LOWER.toUpperCase(),
  mixed: `ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}`,
} as const;

/**
 * Characters for generated ids. They are the same at every start: they depend on the stack and the logical id
 * only.
 */
export const letters = (
  { stackName, logicalId }: Subject,
  count: number,
  alphabet: string,
  salt = "",
): string =>
  [...createHash("sha512").update(`${stackName}\0${logicalId}\0${salt}`).digest().subarray(0, count)]
    .map((byte) => alphabet[byte % alphabet.length])
    .join("");

export const uuid = (subject: Subject): string => {
  const hex = letters(subject, 30, "0123456789abcdef");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
};

export const textOf = (subject: Subject, property: string): string | undefined => {
  const value = subject.property(property);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
};

/** The name in one of the resource's properties, or `<stack>-<logical id>`. */
export const named =
  (property: string) =>
  (subject: Subject): string =>
    textOf(subject, property) ?? `${subject.stackName}-${subject.logicalId}`;

export const arn = ({ partition, region, accountId }: Subject, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;

/** A type whose `Ref` is a generated id of the given length. */
export const withId = (count: number, alphabet: string = LOWER): Kind => ({
  ref: (subject) => letters(subject, count, alphabet),
});

/** A type whose `Ref` is the name in a property. */
export const withName = (property: string): Kind => ({ ref: named(property) });
