/** An error that an AWS JSON service answers: `code` becomes `__type`, the message reaches the caller. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.status = status;
  }
}

export const validationError = (message: string): ServiceError =>
  new ServiceError("ValidationException", message);

export const notFound = (message: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", message);
