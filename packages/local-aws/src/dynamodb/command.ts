/** `local-aws dynamodb`: the tables of a template, or DynamoDB without tables. */
import { join } from "node:path";
import { option } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { optionalStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError } from "../command-line/usage.js";
import { startDynamoDb } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  data: option("DIR", "folder for the items; without it they are in memory"),
  fresh: { type: "boolean", help: "deletes the data in DIR first", default: false },
} as const;

export const command = serviceCommand(OPTIONS, async (values, port) => {
  const stack = optionalStack(values);
  const { data, fresh } = values;
  if (fresh && data === undefined) throw new UsageError("--fresh needs --data");
  const dbPath = data === undefined ? undefined : join(data, "dynamodb.sqlite");
  const { url, port: bound, close } = await startDynamoDb({ stack, port, dbPath, fresh });
  const tables = stack.resources("AWS::DynamoDB::Table").map(({ physicalId }) => physicalId);
  return { url, port: bound, ready: { tables }, close };
});
