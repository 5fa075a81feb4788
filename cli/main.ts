/** `npm run cli -- <command>`: the operator's commands on a stage. See docs/cli.md. */
import "local-aws/sdk-notice";
import { runCli } from "./run.js";

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});
