/**
 * An error response of an AWS service. `code` is the name in the API reference. The message reaches the
 * caller.
 */
import { LocalAwsError } from "../local-aws-error.js";

export class ServiceError extends LocalAwsError {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }
}

export const validationError = (message: string): ServiceError =>
  new ServiceError("ValidationException", message);

export const notFound = (message: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", message);
