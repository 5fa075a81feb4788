/** Options for a CloudFormation template and its evaluation. */
import { readStack, type Stack } from "../template/index.js";
import { readTemplateFile } from "../template/template-text.js";
import { formed, option, repeated } from "./options.js";
import { allRead } from "./readings.js";
import { pairsOf, required } from "./usage.js";

const REGION = /^[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}$/;

export const TEMPLATE_OPTIONS = {
  template: option("FILE", "a CloudFormation template, JSON or YAML"),
  parameter: repeated("NAME=VALUE", "a parameter of the template"),
  "stack-name": { ...option("NAME", "part of the ids of the template's resources"), default: "local" },
  region: {
    ...formed("NAME", "the region of ARNs and ids", REGION, "a Region such as eu-west-1"),
    default: "us-east-1",
  },
  account: {
    ...formed("ID", "the account of ARNs and ids", /^\d{12}$/, "12 digits"),
    default: "000000000000",
  },
} as const;

type TemplateValues = {
  readonly parameter: readonly string[];
  readonly "stack-name": string;
  readonly region: string;
  readonly account: string;
};

const stackOf = (template: () => unknown, values: TemplateValues): Stack =>
  readStack({
    onlyAsked: true,
    ...allRead({
      template,
      parameters: () => pairsOf("--parameter", values.parameter),
      stackName: () => values["stack-name"],
      region: () => values.region,
      accountId: () => values.account,
    }),
  });

/**
 * Reads the template of `--template`. Each resource is resolved on demand, so that resources of other
 * services cannot fail this one.
 * @throws UsageError, TemplateError
 */
export const stackFrom = (file: string, values: TemplateValues): Stack =>
  stackOf(() => readTemplateFile(file), values);

/** @throws UsageError if `--template` is missing. */
export const requiredStack = (values: TemplateValues & { readonly template?: string | undefined }): Stack =>
  stackOf(() => readTemplateFile(required("--template", values.template)), values);

/** Returns a stack without resources if `--template` is missing. */
export const optionalStack = (values: TemplateValues & { readonly template?: string | undefined }): Stack =>
  stackOf(
    () => (values.template === undefined ? { Resources: {} } : readTemplateFile(values.template)),
    values,
  );
