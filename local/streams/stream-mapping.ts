/** An event source mapping of a stream, as `AWS::Lambda::EventSourceMapping` declares it. */

export type StreamMapping = {
  readonly streamTable: string;
  /** Name or ARN. */
  readonly functionName: string;
  readonly batchSize: number;
  /** Event patterns; a record that none of them matches is not delivered. */
  readonly filters?: readonly string[] | undefined;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly functionResponseTypes?: readonly string[] | undefined;
  /** -1, as in the service: until it works. */
  readonly maximumRetryAttempts?: number | undefined;
  readonly bisectBatchOnFunctionError?: boolean | undefined;
  readonly onFailureQueue?: string | undefined;
};
