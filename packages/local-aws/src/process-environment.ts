/** The environment variables of this process that the package reads. */
export interface ProcessEnvironment {
  /** The folders of commands. */
  readonly path: string;
  /** The endpoint of a running DynamoDB, as the user wrote it. Undefined if it is not set or empty. */
  readonly dynamodbEndpoint: string | undefined;
  /** npm is the parent of this process. */
  readonly startedByNpm: boolean;
}

export const processEnvironment = (): ProcessEnvironment => {
  const { PATH, DYNAMODB_ENDPOINT, npm_lifecycle_event } = process.env;
  return {
    path: PATH ?? "",
    dynamodbEndpoint: DYNAMODB_ENDPOINT || undefined,
    startedByNpm: npm_lifecycle_event !== undefined,
  };
};
