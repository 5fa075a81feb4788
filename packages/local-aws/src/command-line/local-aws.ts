import { readFileSync } from "node:fs";
import { serve } from "./service-command.js";
import { generalHelp, serviceCommandOf } from "./services.js";
import { UsageError } from "./usage.js";

/**
 * `local-aws <service>`: prints help, or starts one service in the foreground and prints its line of JSON.
 * @throws LocalAwsError for a mistake in the arguments or in the files that they name.
 */
export const localAws = async (
  [name = "", ...args]: readonly string[],
  print: (line: string) => void,
): Promise<void> => {
  if (name === "--help") return print(generalHelp());
  if (name === "--version") return print(packageVersion());
  if (name === "" || name.startsWith("-"))
    throw new UsageError("the first argument must be the name of a service");
  const { command, help } = await serviceCommandOf(name);
  if (args.includes("--help")) return print(help);
  await serve(command, args, print);
};

const packageVersion = (): string => {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
};
