/**
 * The bus on its own: `npm run event-bus -- --port 4010 --bus audit`. Prints one line of JSON when ready.
 * Functions do not exist here, so a rule that targets one fails with NO_RESOURCE.
 */
import { parseArgs } from "node:util";
import { startEventBus } from "./index.js";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    bus: { type: "string", multiple: true, default: [] },
    region: { type: "string", default: "us-east-1" },
    account: { type: "string", default: "000000000000" },
  },
});

const { region, account } = values;
const bus = await startEventBus({
  port: Number(values.port),
  region,
  accountId: account,
  buses: values.bus.map((name) => ({ name, arn: `arn:aws:events:${region}:${account}:event-bus/${name}` })),
  invoke: async () => ({ statusCode: 404, payload: "" }),
});
console.log(JSON.stringify({ ready: true, url: bus.url, port: bus.port }));

const stop = (): void => {
  bus.close().then(() => process.exit(0));
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
