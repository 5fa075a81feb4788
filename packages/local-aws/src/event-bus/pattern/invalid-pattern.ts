import { LocalAwsError } from "../../local-aws-error.js";

/** An event pattern that cannot be compiled. The message is for the author of the pattern. */
export class InvalidPattern extends LocalAwsError {
  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}
