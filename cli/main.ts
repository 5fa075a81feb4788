/** `npm run cli -- <command>`: what operators do to a stage. See docs/cli.md. */
// The SDK's notice about coming Node.js versions is nothing that an operator can act on here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const { runCli } = await import("./run.js");

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});
