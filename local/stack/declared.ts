/** The declarations of the template, as options of each local service. */
import type { Stack, StackResource } from "local-aws/template";

export const declaredSecrets = (stack: Stack) =>
  stack.resources("AWS::SecretsManager::Secret").map(({ arn, properties }) => ({
    name: String(properties.Name),
    arn,
    generate: properties.GenerateSecretString as Record<string, unknown> | undefined,
    value: properties.SecretString as string | undefined,
  }));

export const declaredParameters = (stack: Stack) =>
  stack
    .resources("AWS::SSM::Parameter")
    .map(({ physicalId, properties }) => ({ name: physicalId, value: String(properties.Value) }));

/** Event source mappings that read a table's stream. */
export const declaredMappings = (stack: Stack) =>
  stack.resources("AWS::Lambda::EventSourceMapping").map((mapping) => mappingFrom(mapping));

const mappingFrom = ({ logicalId, properties }: StackResource) => {
  const streamTable = /:table\/([^/]+)\/stream\//.exec(String(properties.EventSourceArn))?.[1];
  if (streamTable === undefined) throw new Error(`${logicalId}: only table streams can be mapped here`);
  const criteria = properties.FilterCriteria as { Filters: { Pattern: string }[] } | undefined;
  const destination = properties.DestinationConfig as { OnFailure?: { Destination?: string } } | undefined;
  return {
    streamTable,
    functionName: String(properties.FunctionName),
    batchSize: Number(properties.BatchSize ?? 100),
    maximumBatchingWindowInSeconds: Number(properties.MaximumBatchingWindowInSeconds ?? 0),
    startingPosition:
      properties.StartingPosition === "LATEST" ? ("LATEST" as const) : ("TRIM_HORIZON" as const),
    filters: criteria?.Filters.map(({ Pattern }) => Pattern),
    functionResponseTypes: properties.FunctionResponseTypes as ["ReportBatchItemFailures"] | undefined,
    bisectBatchOnFunctionError: properties.BisectBatchOnFunctionError === true,
    maximumRetryAttempts: Number(properties.MaximumRetryAttempts ?? -1),
    onFailureQueue: destination?.OnFailure?.Destination,
  };
};
