/** Shared by all commands: strict options, one-line messages for usage errors, and graceful shutdown. */
export { abortAtEnd, runCommand } from "./run-command.js";
export { pairsOf, portOf, readOptions, UsageError } from "./usage.js";
