/** `npm start`: the whole system on this machine, until Ctrl-C. */
import "local-aws/sdk-notice";
import { join, resolve } from "node:path";
import {
  abortAtEnd,
  flag,
  helpOf,
  inspectOptions,
  option,
  portOption,
  repeated,
  runCommand,
  UsageError,
} from "local-aws/command-line";
import { changedSettings } from "../shared/config/stage-options.js";
import { reportOnStderr } from "./packaging/package-service.js";
import { wrongStageOptions } from "./packaging/stage-params.js";
import { refusedSettings } from "./stack/function-settings.js";
import { startStack } from "./stack/index.js";
import { panel } from "./stack/panel.js";

const root = join(import.meta.dirname, "..");
const PREFERRED_PORT = 4300;

const OPTIONS = {
  json: flag("print one line of JSON when ready, and nothing else"),
  fresh: flag("delete the data of earlier starts"),
  data: option("DIR", "the data folder (.local/data)"),
  port: portOption(
    "the port of the site, or the next free one if it is taken; 0 takes any free port",
    PREFERRED_PORT,
  ),
  param: repeated("N=V", "override a setting of serverless.yml, such as messageDelivery=senders"),
} as const;

/** @throws UsageError that names every problem of the options and of the settings. */
const options = async () => {
  const { values, problems } = inspectOptions(OPTIONS);
  const { json = false, fresh = false, port = PREFERRED_PORT, param = [] } = values;
  const { data = join(root, ".local", "data") } = values;
  const empty = data === "" ? ["--data takes a folder"] : [];
  const wrong = [...problems, ...empty, ...(await wrongStageOptions(root, { stage: "local", param }))];
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  return { json, fresh, port, dataDir: resolve(data), params: changedSettings(param) };
};

runCommand(`npm start -- [options]\n${helpOf(OPTIONS)}`, async () => {
  const { port, json, ...values } = await options();
  const stop = new AbortController();
  abortAtEnd(stop);
  const stack = await startStack({
    ...values,
    root,
    port,
    onProgress: reportOnStderr,
    onLog: refusedSettings(reportOnStderr),
  });
  const description = stack.describe();
  if (json) console.log(JSON.stringify({ ready: true, ...description }));
  else console.log(panel(description, port));
  if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  await stack.close();
  process.exit();
});
