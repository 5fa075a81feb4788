/**
 * `npm run package`: builds the deployment package and the template. Takes the options of `serverless
 * package`.
 */
import { join } from "node:path";
import { packageForDeployment } from "../local/packaging/package-for-deployment.js";

try {
  await packageForDeployment(join(import.meta.dirname, ".."), {
    options: process.argv.slice(2),
    report: (text) => process.stderr.write(text),
  });
} catch (error) {
  const [reason] = (error as Error).message.split(":\n"); // the output was already printed
  console.error(reason);
  process.exitCode = 1;
}
