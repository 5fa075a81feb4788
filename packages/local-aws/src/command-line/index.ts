/** Shared by all commands: strict options with help, one-line messages for usage errors, and graceful shutdown. */
export { nearest } from "./nearest.js";
export {
  type DescribedOptions,
  flag,
  helpOf,
  inspectOptions,
  type Options,
  option,
  portOption,
  readArguments,
  readOptions,
  repeated,
  type Values,
  wholeNumber,
} from "./options.js";
export { abortAtEnd, runCommand } from "./run-command.js";
export { required, UsageError, wholeNumberOf } from "./usage.js";
