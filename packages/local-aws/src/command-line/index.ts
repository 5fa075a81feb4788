/** Shared by all commands: strict options with help, one-line messages for usage errors, and graceful shutdown. */
export { nearest } from "./nearest.js";
export {
  type DescribedOptions,
  flag,
  helpOf,
  type Options,
  option,
  readArguments,
  readOptions,
  repeated,
  type Values,
  wholeNumber,
} from "./options.js";
export { abortAtEnd, runCommand } from "./run-command.js";
export { pairsOf, portOf, required, UsageError, wholeNumberOf } from "./usage.js";
