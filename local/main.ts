/** `npm start`: the whole system on this machine, until Ctrl-C. */
import "./stack/sdk-notice.js";
import { join, resolve } from "node:path";
import {
  abortAtEnd,
  flag,
  helpOf,
  option,
  pairsOf,
  portOf,
  readOptions,
  repeated,
  runCommand,
  UsageError,
} from "local-aws/command-line";
import { reportOnStderr } from "./packaging/package-service.js";
import { wrongSettings } from "./packaging/stage-params.js";
import { startStack } from "./stack/index.js";
import { panel } from "./stack/panel.js";

const root = join(import.meta.dirname, "..");
const PREFERRED_PORT = 4300;

const OPTIONS = {
  json: flag("print one line of JSON when ready, and nothing else"),
  fresh: flag("delete the data of earlier starts"),
  data: option("DIR", "the data folder (.local/data)"),
  port: option("N", `the port of the site; 0 takes any free port (${PREFERRED_PORT} if it is free)`),
  param: repeated("N=V", "override a setting of serverless.yml, such as messageDelivery=senders"),
} as const;

const options = () => {
  const { port, param, data, ...values } = readOptions(OPTIONS);
  return {
    ...values,
    data: data ?? join(root, ".local", "data"),
    params: pairsOf("--param", param),
    port: port === undefined ? PREFERRED_PORT : portOf(port),
  };
};

runCommand(`npm start -- [options]\n${helpOf(OPTIONS)}`, async () => {
  const { port, params, ...values } = options();
  const wrong = await wrongSettings(root, params);
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  const stop = new AbortController();
  abortAtEnd(stop);
  const dataDir = resolve(values.data);
  const stack = await startStack({
    root,
    dataDir,
    fresh: values.fresh,
    port,
    params,
    onProgress: reportOnStderr,
  });
  const description = stack.describe();
  if (values.json) console.log(JSON.stringify({ ready: true, ...description }));
  else console.log(panel(description, port));
  if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  await stack.close();
  process.exit();
});
