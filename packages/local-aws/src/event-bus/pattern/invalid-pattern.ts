/** Why an event pattern cannot be compiled; the message is for its author. */
export class InvalidPattern extends Error {
  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
    this.name = "InvalidPattern";
  }
}
