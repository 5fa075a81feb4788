/** `npm run cli -- <command>`: the operator's commands on a stage. See docs/cli.md. */
// The SDK's notice about future Node.js versions is of no use to an operator.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const { runCli } = await import("./run.js");

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});
