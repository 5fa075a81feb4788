/** The options that name a CloudFormation template and say how it is evaluated. */
import { readStack, type Stack } from "../template/index.js";
import { option, repeated } from "./service-command.js";
import { pairsOf, required } from "./usage.js";

export const TEMPLATE_OPTIONS = {
  template: option("FILE", "a CloudFormation template, JSON or YAML"),
  parameter: repeated("NAME=VALUE", "a parameter of the template"),
  "stack-name": { ...option("NAME", "part of the ids of the template's resources"), default: "local" },
  region: { ...option("NAME", "the region of ARNs and ids"), default: "us-east-1" },
  account: { ...option("ID", "the account of ARNs and ids"), default: "000000000000" },
} as const;

type TemplateValues = {
  readonly parameter: readonly string[];
  readonly "stack-name": string;
  readonly region: string;
  readonly account: string;
};

const surroundings = (values: TemplateValues) => ({
  parameters: pairsOf("--parameter", values.parameter),
  stackName: values["stack-name"],
  region: values.region,
  accountId: values.account,
  onlyAsked: true,
});

/**
 * The template that `--template` names. A resource is resolved when a service asks for it, so that resources of other
 * services cannot fail this one. @throws UsageError, TemplateError
 */
export const stackFrom = (file: string, values: TemplateValues): Stack =>
  readStack({ file, ...surroundings(values) });

/** @throws UsageError if there is no `--template`. */
export const requiredStack = (values: TemplateValues & { readonly template?: string | undefined }): Stack =>
  stackFrom(required("--template", values.template), values);

/** A stack without resources if there is no `--template`. */
export const optionalStack = (values: TemplateValues & { readonly template?: string | undefined }): Stack =>
  values.template === undefined
    ? readStack({ template: { Resources: {} }, ...surroundings(values) })
    : stackFrom(values.template, values);
