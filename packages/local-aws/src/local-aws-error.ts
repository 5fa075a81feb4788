/** The base of every error whose message is for the caller: one line that says what is wrong and where. */
export class LocalAwsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
