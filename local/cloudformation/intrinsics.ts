/**
 * CloudFormation's intrinsic functions, as far as packaged templates use them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */

export type Scope = {
  /** What `Ref` gives for a parameter, pseudo parameter or resource; undefined when there is none. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `AWS::NoValue`: the property that holds it is left out. */
export const NO_VALUE = Symbol("AWS::NoValue");

/** The value with every intrinsic resolved. @throws Error naming `place` where one cannot be. */
export const resolve = (value: unknown, scope: Scope, place: string): unknown => {
  if (Array.isArray(value)) {
    return value
      .map((each, index) => resolve(each, scope, `${place}[${index}]`))
      .filter((each) => each !== NO_VALUE);
  }
  if (!isObject(value)) return value;
  const [name, argument] = Object.entries(value)[0] ?? [];
  const intrinsic = Object.keys(value).length === 1 && name !== undefined ? INTRINSICS[name] : undefined;
  if (intrinsic) return intrinsic(argument, scope, place);
  if (name?.startsWith("Fn::")) throw new Error(`${place}: ${name} is not supported`);
  const entries = Object.entries(value).map(
    ([key, each]) => [key, resolve(each, scope, `${place}.${key}`)] as const,
  );
  return Object.fromEntries(entries.filter(([, each]) => each !== NO_VALUE));
};

type Intrinsic = (argument: unknown, scope: Scope, place: string) => unknown;

const found = (value: unknown, what: string, place: string): unknown => {
  if (value === undefined) throw new Error(`${place}: ${what} cannot be resolved`);
  return value;
};

const getAtt: Intrinsic = (argument, scope, place) => {
  const [logicalId = "", ...rest] = Array.isArray(argument)
    ? argument.map(String)
    : String(argument).split(".");
  const attribute = rest.join(".");
  return found(scope.attribute(logicalId, attribute), `Fn::GetAtt ${logicalId}.${attribute}`, place);
};

const ref: Intrinsic = (argument, scope, place) =>
  found(scope.ref(String(argument)), `Ref ${argument}`, place);

const list = (argument: unknown, scope: Scope, place: string): unknown[] => {
  const resolved = resolve(argument, scope, place);
  if (!Array.isArray(resolved)) throw new Error(`${place}: a list is expected`);
  return resolved;
};

const substitute: Intrinsic = (argument, scope, place) => {
  const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = resolve(own ?? {}, scope, place) as Record<string, unknown>;
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === "!") return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return String(variables[name]);
    return String(name.includes(".") ? getAtt(name, scope, place) : ref(name, scope, place));
  });
};

const split = (argument: unknown, scope: Scope, place: string): string[] => {
  const [delimiter, text] = argument as [string, unknown];
  return String(resolve(text, scope, place)).split(delimiter);
};

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  "Fn::GetAtt": getAtt,
  "Fn::Sub": substitute,
  "Fn::Join": (argument, scope, place) => {
    const [delimiter, parts] = argument as [string, unknown];
    return list(parts, scope, place).map(String).join(delimiter);
  },
  "Fn::Split": split,
  "Fn::Select": (argument, scope, place) => {
    const [index, values] = argument as [unknown, unknown];
    return found(list(values, scope, place)[Number(index)], "Fn::Select", place);
  },
  "Fn::If": (argument, scope, place) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return resolve(scope.condition(name) ? yes : no, scope, place);
  },
};

/** Whether a condition holds. Conditions may name other conditions. */
export const evaluate = (condition: unknown, scope: Scope, place: string): boolean => {
  if (!isObject(condition)) throw new Error(`${place}: a condition is expected`);
  const [name, argument] = Object.entries(condition)[0] ?? [];
  const all = () => (argument as unknown[]).map((each) => evaluate(each, scope, place));
  switch (name) {
    case "Condition":
      return scope.condition(String(argument));
    case "Fn::And":
      return all().every(Boolean);
    case "Fn::Or":
      return all().some(Boolean);
    case "Fn::Not":
      return !all()[0];
    case "Fn::Equals": {
      const [one, other] = list(argument, scope, place);
      return String(one) === String(other);
    }
    default:
      throw new Error(`${place}: ${name} is not a condition`);
  }
};
