/** `local-aws dynamodb`: the tables of a template, or DynamoDB without tables. */
import { join } from "node:path";
import { jsonFileAs } from "../command-line/json-file.js";
import { flag, folderOption, option, type Values, wholeNumber } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { optionalStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError } from "../command-line/usage.js";
import { readFaults } from "./front/faults.js";
import { type FrontOptions, startDynamoDb } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  data: folderOption("folder for the items; without it they are in memory"),
  fresh: { type: "boolean", help: "deletes the data in DIR first", default: false },
  "delay-ms": wholeNumber("delays each call by N milliseconds", 0, { least: 0, most: 60_000 }),
  conflicts: flag("overlapping transactions conflict"),
  faults: option("FILE", "initial faults, in the format of POST /_local/faults"),
} as const;

/** The front is there only if an option needs it. */
const frontOf = (values: Values<typeof OPTIONS>): FrontOptions | undefined => {
  const { "delay-ms": delayMs, conflicts, faults } = values;
  if (delayMs === 0 && !conflicts && faults === undefined) return undefined;
  return { delayMs, conflicts, faults: faults === undefined ? [] : jsonFileAs(faults, readFaults) };
};

export const command = serviceCommand(OPTIONS, async (values, port) => {
  const stack = optionalStack(values);
  const { data, fresh } = values;
  if (fresh && data === undefined) throw new UsageError("--fresh needs --data");
  const dbPath = data === undefined ? undefined : join(data, "dynamodb.sqlite");
  const front = frontOf(values);
  const { url, port: bound, close } = await startDynamoDb({ stack, port, dbPath, fresh, front });
  const tables = stack.resources("AWS::DynamoDB::Table").map(({ physicalId }) => physicalId);
  return { url, port: bound, ready: { tables }, close };
});
