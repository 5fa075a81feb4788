/** The options by which a command is given a CloudFormation template. */
import { readStack, type Stack } from "../template/index.js";
import { UsageError } from "./usage.js";

export const TEMPLATE_OPTIONS = {
  template: { type: "string" },
  parameter: { type: "string", multiple: true, default: [] as string[] },
  "stack-name": { type: "string", default: "local" },
  region: { type: "string", default: "us-east-1" },
  account: { type: "string", default: "000000000000" },
} as const;

export const TEMPLATE_USAGE = `  --template FILE       a CloudFormation template, JSON or YAML
  --parameter NAME=VALUE  a parameter of the template; may be repeated
  --stack-name NAME     goes into the ids that the template's resources get (local)
  --region NAME         (us-east-1)
  --account ID          (000000000000)`;

type TemplateValues = {
  readonly parameter: readonly string[];
  readonly "stack-name": string;
  readonly region: string;
  readonly account: string;
};

/**
 * The template of the options, each resource resolved when it is asked for: what other services need is not this one's
 * business. @throws UsageError, TemplateError
 */
export const stackFrom = (file: string, values: TemplateValues): Stack =>
  readStack({
    file,
    parameters: Object.fromEntries(values.parameter.map(assignment)),
    stackName: values["stack-name"],
    region: values.region,
    accountId: values.account,
    onlyAsked: true,
  });

const assignment = (text: string): [string, string] => {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--parameter takes NAME=VALUE, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
};
