/** The services that `local-aws` starts as commands. */
import { nearest } from "./nearest.js";
import type { ServiceCommand } from "./service-command.js";
import { UsageError } from "./usage.js";

interface Service {
  readonly summary: string;
  /** Loads a service on demand, so that no service waits for the libraries of another. */
  load(): Promise<{ readonly command: ServiceCommand }>;
}

const SERVICES: Readonly<Record<string, Service>> = {
  "user-pool": {
    summary: "Amazon Cognito user pools, with every trigger, OAuth and the sign-in pages",
    load: () => import("../user-pool/command.js"),
  },
  "event-bus": {
    summary: "Amazon EventBridge: buses, rules, targets, archives",
    load: () => import("../event-bus/command.js"),
  },
  "identity-pool": {
    summary: "Amazon Cognito identity pools: AWS credentials for the tokens of a user pool",
    load: () => import("../identity-pool/command.js"),
  },
  dynamodb: {
    summary: "DynamoDB with the tables of a template",
    load: () => import("../dynamodb/command.js"),
  },
  functions: {
    summary: "the AWS Lambda functions of a packaged template, behind the Invoke API",
    load: () => import("../functions/command.js"),
  },
  "http-api": {
    summary: "the API Gateway HTTP API of a template",
    load: () => import("../http-api/command.js"),
  },
  secrets: {
    summary: "AWS Secrets Manager with the secrets of a template",
    load: () => import("../secrets/command.js"),
  },
  parameters: {
    summary: "Systems Manager Parameter Store with the parameters of a template",
    load: () => import("../parameters/command.js"),
  },
  mail: {
    summary: "Amazon SES and SNS: prints each message instead of sending it",
    load: () => import("../mail/command.js"),
  },
  google: {
    summary: "an OpenID provider in the place of Google's sign-in",
    load: () => import("../google/command.js"),
  },
};

export const generalHelp = (): string =>
  [
    "local-aws SERVICE [options]",
    "Starts one service on 127.0.0.1, prints one line of JSON when it is ready, and runs until Ctrl-C.",
    "",
    ...Object.entries(SERVICES).map(([name, { summary }]) => `  ${name.padEnd(15)}${summary}`),
    "",
    "local-aws SERVICE --help lists the options of a service.",
    "local-aws --version prints the version of the package.",
  ].join("\n");

/** @throws UsageError that suggests the nearest service name. */
export const serviceCommandOf = async (
  name: string,
): Promise<{ readonly command: ServiceCommand; readonly help: string }> => {
  const service = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
  if (service === undefined)
    throw new UsageError(
      `there is no service "${name}"; did you mean ${nearest(name, Object.keys(SERVICES))}?`,
    );
  const { command } = await service.load();
  return { command, help: `local-aws ${name} [options]\n${service.summary}\n\n${command.help}` };
};
