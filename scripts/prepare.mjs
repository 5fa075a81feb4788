// Runs after an install: packages the service ahead, so that the first start and the first test do not
// have to. Where that is not possible (no development dependencies) it is left to them.
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  process.execPath,
  ["--conditions=source", "--import", "tsx", "scripts/package-ahead.ts"],
  {
    stdio: ["ignore", "ignore", "ignore"],
  },
);
if (status !== 0) console.log("The service was not packaged ahead; npm start will do it.");
