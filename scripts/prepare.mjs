// Runs after an install: packages the service, so that the first start and the first test are faster. Without
// development dependencies this is skipped, and the first start packages the service.
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  process.execPath,
  ["--conditions=source", "--import", "tsx", "scripts/package-ahead.ts"],
  {
    stdio: ["ignore", "ignore", "ignore"],
  },
);
if (status !== 0) console.log("The service was not packaged. npm start will package it.");
