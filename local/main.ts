/** `npm start`: the whole system on this machine, until Ctrl-C. */
import "./stack/sdk-notice.js";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startStack } from "./stack/index.js";
import { panel } from "./stack/panel.js";

const root = join(import.meta.dirname, "..");
const PREFERRED_PORT = 4300;

const usage = `npm start -- [options]
  --json      print one line of JSON when ready, and nothing else
  --fresh     forget everything that earlier starts have kept
  --data DIR  where what happens is kept (.local/data, when left out)
  --port N    the port of the site; 0 takes any free one (${PREFERRED_PORT} if free, when left out)`;

type Options = { json: boolean; fresh: boolean; data: string; port: number | undefined };

const readOptions = (): Options | undefined => {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        port: { type: "string" },
        data: { type: "string", default: join(root, ".local", "data") },
        help: { type: "boolean", default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (values.help || (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536)))
      return undefined;
    return { json: values.json, fresh: values.fresh, data: values.data, port };
  } catch {
    return undefined;
  }
};

const run = async (): Promise<void> => {
  const options = readOptions();
  if (!options) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const wanted = options.port ?? PREFERRED_PORT;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  const dataDir = resolve(options.data);
  const stack = await startStack({ root, dataDir, fresh: options.fresh, port: wanted });
  const description = stack.describe();
  await writeFile(join(dataDir, "stack.json"), JSON.stringify(description));
  if (options.json) console.log(JSON.stringify({ ready: true, ...description }));
  else console.log(panel(description, wanted));
  if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  await stack.close();
};

run().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
