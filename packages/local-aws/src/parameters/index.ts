/**
 * A local AWS Systems Manager Parameter Store: GetParameter for the template's parameters, over AWS JSON 1.1.
 */
import { type AwsJsonServer, startAwsJsonServer } from "../aws-json/server.js";
import { ServiceError } from "../aws-json/service-error.js";
import type { Stack } from "../template/index.js";

export type Parameter = { readonly name: string; readonly value: string };

export const parametersFromStack = (stack: Pick<Stack, "resources">): Parameter[] =>
  stack
    .resources("AWS::SSM::Parameter")
    .map(({ physicalId, properties }) => ({ name: physicalId, value: String(properties.Value) }));

export const startParameters = (options: {
  parameters: readonly Parameter[];
  port?: number;
}): Promise<AwsJsonServer> => {
  const values = new Map(options.parameters.map(({ name, value }) => [name, value]));
  return startAwsJsonServer(
    {
      name: "AmazonSSM",
      operations: {
        GetParameter: ({ Name }) => {
          const value = typeof Name === "string" ? values.get(Name) : undefined;
          if (value === undefined)
            throw new ServiceError("ParameterNotFound", "The parameter does not exist.");
          return { Parameter: { Name, Value: value, Type: "String", Version: 1 } };
        },
      },
    },
    options.port ?? 0,
  );
};
