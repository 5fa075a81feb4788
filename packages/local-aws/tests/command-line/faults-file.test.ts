/** Faults on purpose from a file that the start names. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { endCommands, startCommand } from "../support/local-command.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "faults-"));
});
afterEach(async () => {
  endCommands();
  await rm(folder, { recursive: true });
});

it.each([
  ["user-pool", [{ fault: "throttled", operation: "*", times: 1 }], ["--data", "data"]],
  [
    "dynamodb",
    [{ fault: "throttled", operation: "PutItem", table: "*", times: 1, after: 2 }],
    ["--delay-ms", "1", "--conflicts"],
  ],
  ["event-bus", { throttleRequests: 1, latencyMs: 1 }, []],
])("the faults of a file wait in the %s from its start", async (service, faults, more) => {
  await writeFile(join(folder, "faults.json"), JSON.stringify(faults));
  const args = [service, "--faults", "faults.json", ...more];
  const { ready } = await startCommand("src/main.ts", args, folder);
  const waiting = await (await fetch(`${ready.url}/_local/faults`)).json();

  expect((waiting as { faults?: unknown }).faults ?? waiting).toEqual(faults);
});
