/**
 * Runs one bundled handler in a process of its own, so that only its cost is measured.
 * - `node one-function.mjs ENTRY EVENT FROM cold` prints the milliseconds from the start of the process to
 *   the first response, the CPU milliseconds, and the resident memory in bytes.
 * - `... FROM warm CALLS` prints the CPU milliseconds per call.
 *
 * `{n}` in the event is replaced by a counter that starts at FROM. A list of
 * events is one call; its events are delivered in order.
 */
import { createRequire } from "node:module";

const [entry, event, from, mode, calls = "0"] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { handler } = require(entry);

let number = Number(from);
const call = async () => {
  for (const each of [JSON.parse(event.replaceAll("{n}", String(number)))].flat()) {
    const { statusCode = 200, body } = (await handler(each)) ?? {};
    if (statusCode >= 400) throw new Error(`the handler answered ${statusCode}: ${body}`);
  }
  number += 1;
};

const write = process.stdout.write.bind(process.stdout);
// Logging is part of the measured work, but the output is discarded. The lines of the first call are printed if it
// fails.
let firstLines = [];
process.stdout.write = (line) => {
  firstLines?.push(line);
  return true;
};
console.log = (line) => firstLines?.push(`${line}\n`);

const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

try {
  await call();
} catch (error) {
  console.error(firstLines.join(""));
  throw error;
}
firstLines = undefined;
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
