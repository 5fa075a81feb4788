/**
 * Runs one bundled handler in a process of its own, so that nothing else is in the figures:
 * `node one-function.mjs ENTRY EVENT FROM cold` prints the milliseconds from the start of the process to the
 * first answer, its CPU milliseconds, and its resident memory in bytes; `... FROM warm CALLS` the CPU milliseconds of a call. `{n}` in the
 * event counts calls, upwards from FROM. A list of events is one call: they are delivered one after the other.
 */
import { createRequire } from "node:module";

const [entry, event, from, mode, calls = "0"] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { handler } = require(entry);

let number = Number(from);
const call = async () => {
  for (const each of [JSON.parse(event.replaceAll("{n}", String(number)))].flat()) await handler(each);
  number += 1;
};

const write = process.stdout.write.bind(process.stdout);
// What the handler logs is part of its work, but nobody reads it here.
process.stdout.write = () => true;
console.log = () => undefined;

const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

await call();
if (mode === "cold") {
  write(`${performance.now()} ${cpuMs()} ${process.memoryUsage.rss()}\n`);
} else {
  const warmUp = Math.ceil(Number(calls) / 4);
  for (let each = 0; each < warmUp; each += 1) await call();
  const before = process.cpuUsage();
  for (let each = 0; each < Number(calls); each += 1) await call();
  write(`${cpuMs(before) / Number(calls)}\n`);
}
process.exit(0);
