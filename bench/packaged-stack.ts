/** The stack that the service's packaged template declares, for benches that need its tables or buses alone. */
import { join } from "node:path";
import { readStack, type Stack } from "local-aws/template";
import { packageService } from "../local/packaging/package-service.js";

export const REGION = "us-east-1";

export const packagedStack = async (): Promise<Stack> => {
  const { template } = await packageService(join(import.meta.dirname, ".."));
  const stackName = "identity-lifecycle-local";
  return readStack({ file: template, region: REGION, accountId: "000000000000", stackName });
};

/** The name of a table or bus. */
export const nameOf = (stack: Stack, id: string): string => {
  const { TableName, Name } = stack.resource(id).properties;
  return String(TableName ?? Name);
};
