import { LocalAwsError } from "../../local-aws-error.js";

/** An event pattern that cannot be compiled. The message is for its author. */
export class InvalidPattern extends LocalAwsError {
  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}
