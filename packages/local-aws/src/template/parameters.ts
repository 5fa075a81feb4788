/** Values of parameters and pseudo parameters. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
import type { TemplateDocument } from "./template-document.js";
import { TemplateError } from "./template-error.js";

export type Surroundings = {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
  /** The value of a parameter named `Stage`, if the template declares one. */
  readonly stage?: string | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
};

/** Represents `AWS::NoValue`: a property with this value is removed. */
export const NO_VALUE = Symbol("AWS::NoValue");

export const pseudoParameter = (name: string, { region, accountId, stackName }: Surroundings): unknown => {
  const china = region.startsWith("cn-");
  switch (name) {
    case "AWS::Region":
      return region;
    case "AWS::AccountId":
      return accountId;
    case "AWS::StackName":
      return stackName;
    case "AWS::StackId":
      return `arn:${partitionOf(region)}:cloudformation:${region}:${accountId}:stack/${stackName}/00000000-0000-4000-8000-000000000000`;
    case "AWS::Partition":
      return partitionOf(region);
    case "AWS::URLSuffix":
      return china ? "amazonaws.com.cn" : "amazonaws.com";
    case "AWS::NotificationARNs":
      return [];
    case "AWS::NoValue":
      return NO_VALUE;
    default:
      return undefined;
  }
};

export const partitionOf = (region: string): string => {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
};

/** @throws TemplateError for a parameter without a value or with a value that is not allowed. */
export const parameterValues = (
  { Parameters = {} }: TemplateDocument,
  { parameters = {}, stage }: Surroundings,
): ReadonlyMap<string, unknown> => {
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(Parameters, name));
  if (unknown !== undefined) throw new TemplateError(`Parameters.${unknown}`, "not declared by the template");
  return new Map(
    Object.entries(Parameters).map(([name, declaration]) => {
      const given = parameters[name] ?? (name === "Stage" ? stage : undefined) ?? declaration.Default;
      const place = `Parameters.${name}`;
      if (given === undefined) throw new TemplateError(place, "has no value and no default");
      const allowed = declaration.AllowedValues;
      if (Array.isArray(allowed) && !allowed.some((value) => String(value) === String(given))) {
        throw new TemplateError(place, `${String(given)} is not one of its AllowedValues`);
      }
      const type = String(declaration.Type);
      // The default of such a parameter is the name of the SSM parameter, not its value.
      if (parameters[name] === undefined && type.startsWith("AWS::SSM::Parameter::Value")) {
        throw new TemplateError(place, "values are not read from Systems Manager locally; pass a value");
      }
      return [name, typed(given, type)];
    }),
  );
};

const typed = (value: unknown, type: string): unknown => {
  const list = type === "CommaDelimitedList" || /(?:^|<)List</.test(type);
  return list
    ? String(value)
        .split(",")
        .map((item) => item.trim())
    : String(value);
};
