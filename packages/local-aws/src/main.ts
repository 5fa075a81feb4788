/** `local-aws <service>`: runs one service in the foreground until Ctrl-C. */
import { endOnError } from "./command-line/run-command.js";
import { serve } from "./command-line/service-command.js";
import { generalHelp, serviceCommandOf } from "./command-line/services.js";
import { UsageError } from "./command-line/usage.js";

const [name = "", ...args] = process.argv.slice(2);

if (name === "--help") process.stdout.write(`${generalHelp()}\n`);
else
  endOnError(async () => {
    if (name === "" || name.startsWith("-"))
      throw new UsageError("the first argument must be the name of a service");
    const { command, help } = await serviceCommandOf(name);
    if (args.includes("--help")) process.stdout.write(`${help}\n`);
    else await serve(command, args);
  });
