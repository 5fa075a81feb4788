/**
 * Runs one bundled handler in a process of its own, so that nothing else is in the figures:
 * `node one-function.mjs ENTRY EVENT cold` prints the milliseconds from the start of the process to the
 * first answer, `... warm CALLS` the CPU milliseconds of a call. `{n}` in the event counts calls.
 */
import { createRequire } from "node:module";

const [entry, event, mode, calls = "0"] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { handler } = require(entry);

let made = 0;
const call = async () => {
  made += 1;
  return handler(JSON.parse(event.replaceAll("{n}", String(made))));
};

const write = process.stdout.write.bind(process.stdout);
// What the handler logs is part of its work, but nobody reads it here.
process.stdout.write = () => true;
console.log = () => undefined;

await call();
if (mode === "cold") {
  write(`${performance.now()}\n`);
} else {
  const warmUp = Math.ceil(Number(calls) / 4);
  for (let each = 0; each < warmUp; each += 1) await call();
  const before = process.cpuUsage();
  for (let each = 0; each < Number(calls); each += 1) await call();
  const { user, system } = process.cpuUsage(before);
  write(`${(user + system) / 1000 / Number(calls)}\n`);
}
process.exit(0);
