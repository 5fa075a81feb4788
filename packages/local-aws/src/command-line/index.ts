/** What commands share: strict options, one line for a mistake of the caller, and an orderly end. */
export { abortAtEnd, runCommand } from "./run-command.js";
export { pairsOf, portOf, readOptions, UsageError } from "./usage.js";
