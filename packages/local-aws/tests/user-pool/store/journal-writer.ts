/**
 * A process to be killed: it sets all keys to 1, then to 2, and so on, and compacts the file as often as it can. A record
 * that never changes has to survive every compaction. Arguments: the file, and the number to begin with.
 */
import { openJournal } from "../../../src/user-pool/store/journal.js";

const [path = "", first = "1"] = process.argv.slice(2);
const keys = Array.from({ length: 20 }, (_, key) => `key ${key}`);
const ballast = Array.from({ length: 200 }, (_, key) => [`still ${key}`, "x".repeat(500)] as const);

let round = Number(first);
const state = () => [...ballast, ...keys.map((key) => [key, round] as const)];
// Written before the first number is printed, so that the test that kills this process knows the expected content.
const prepared = await openJournal(path, { debounceMs: 1, slackBytes: 1 });
for (const [key, value] of state()) prepared.journal.record(key, () => value);
await prepared.journal.close();
const { journal } = await openJournal(path, { debounceMs: 1, slackBytes: 1 });
journal.compactFrom(state);
setInterval(() => {
  round += 1;
  for (const key of keys) journal.record(key, () => round);
  process.stdout.write(`${round}\n`);
}, 2);
