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

const dbPathOf = ({ data, fresh }: Values<typeof OPTIONS>): string | undefined => {
  if (fresh && data === undefined) throw new UsageError("--fresh needs --data");
  return data === undefined ? undefined : join(data, "dynamodb.sqlite");
};

const readings = (values: Values<typeof OPTIONS>) => ({
  stack: () => optionalStack(values),
  dbPath: () => dbPathOf(values),
  faults: () => (values.faults === undefined ? undefined : jsonFileAs(values.faults, readFaults)),
});

/** The front is there only if an option needs it. */
export const command = serviceCommand(OPTIONS, readings, async (values, { faults, stack, dbPath }, port) => {
  const { fresh, conflicts, "delay-ms": delayMs } = values;
  const needed = delayMs > 0 || conflicts || faults !== undefined;
  const front: FrontOptions | undefined = needed ? { delayMs, conflicts, faults: faults ?? [] } : undefined;
  const { url, port: bound, close } = await startDynamoDb({ stack, port, dbPath, fresh, front });
  const tables = stack.resources("AWS::DynamoDB::Table").map(({ physicalId }) => physicalId);
  return { url, port: bound, ready: { tables }, close };
});
