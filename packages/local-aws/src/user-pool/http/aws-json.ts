/**
 * AWS JSON 1.1: finds the operation that X-Amz-Target names, and renders its answer or its error. The only place where
 * errors become HTTP.
 */
import type { IncomingHttpHeaders } from "node:http";
import { awsJsonHeaders } from "../../aws-json/loopback.js";
import { CognitoError, notImplemented } from "../errors.js";
import { missingOperations } from "../operations/missing-operations.js";
import type { Operation } from "../operations/operation.js";
import { operations } from "../operations/table.js";
import type { Services } from "../services.js";
import { isKmsDecrypt, kmsDecrypt } from "./kms.js";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

export interface AwsJsonOptions {
  readonly services: Services;
  /** Told about defects, whose text callers never see. */
  readonly onDefect: (error: unknown) => void;
}

const service = "AWSCognitoIdentityProviderService.";

export async function awsJson(
  { services, onDefect }: AwsJsonOptions,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<HttpAnswer> {
  try {
    if (isKmsDecrypt(headers["x-amz-target"])) {
      const { status, content } = kmsDecrypt(services.store, parsedBody(body));
      return answer(status, content);
    }
    const called = operationOf(headers);
    if (services.faults.throttles(called.name)) {
      throw new CognitoError("TooManyRequestsException", "Rate exceeded");
    }
    const failure = services.faults.ofOperation(called.name);
    if (failure && !failure.ran) throw internalError();
    const content = await called.handle(services, parsedBody(body));
    if (failure) throw internalError();
    return answer(200, content);
  } catch (error) {
    if (error instanceof CognitoError) return errorAnswer(error);
    onDefect(error);
    return errorAnswer(internalError());
  }
}

const internalError = () => new CognitoError("InternalErrorException", "Something went wrong");

function operationOf(headers: IncomingHttpHeaders): Operation {
  const target = headers["x-amz-target"];
  const name = typeof target === "string" && target.startsWith(service) ? target.slice(service.length) : "";
  const known = operations.get(name);
  if (known) {
    const signature = headers.authorization ?? "";
    if (known.access === "signed" && !signature.startsWith("AWS4-HMAC-SHA256 ")) {
      throw new CognitoError("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    return known;
  }
  if (missingOperations.has(name)) throw notImplemented(`The operation ${name}`);
  throw new CognitoError("UnknownOperationException", "The operation is unknown.");
}

function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new CognitoError("SerializationException", "The request body is not JSON.", { cause });
  }
}

export const errorAnswer = (error: CognitoError): HttpAnswer =>
  answer(
    error.status,
    { __type: error.code, message: error.message },
    { "x-amzn-errortype": `${error.code}:` },
  );

const answer = (status: number, content: object, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers: { ...awsJsonHeaders(), ...headers },
  body: JSON.stringify(content),
});
