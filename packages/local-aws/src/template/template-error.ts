import { LocalAwsError } from "../local-aws-error.js";

/**
 * A template that cannot be resolved. Names the place, for example `Resources.Pool.Properties.LambdaConfig`.
 */
export class TemplateError extends LocalAwsError {
  readonly place: string;

  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
    this.place = place;
  }
}
