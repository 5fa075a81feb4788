/**
 * Plays random histories of the directory in model and product: `npm run histories -- [steps] [seed]`. Prints the number of
 * steps and the time; ends at the first difference with the history that shows it.
 */
import fc from "fast-check";
import { anyHistory } from "../tests/support/directory-arbitraries.js";
import { playHistory } from "../tests/support/directory-histories.js";

const MOVES_OF_A_HISTORY = 40;
const BATCH = 100;
const [steps = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);
const history = anyHistory({ minLength: MOVES_OF_A_HISTORY, maxLength: MOVES_OF_A_HISTORY });

const began = performance.now();
let played = 0;
let histories = 0;
for (let batch = 0; played < steps; batch += 1) {
  for (const each of fc.sample(history, { numRuns: BATCH, seed: seed * 1_000_003 + batch })) {
    await playHistory(each);
    played += each.length;
    histories += 1;
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  if (batch % 20 === 19 || played >= steps)
    process.stdout.write(`${played} steps in ${histories} histories, ${seconds} s, no difference\n`);
}
