/** Serves the API of Amazon Cognito: finds the operation of X-Amz-Target, checks access and runs it. */
import type { IncomingHttpHeaders } from "node:http";
import { answerCall, type ErrorStyle, errorAnswer, type HttpAnswer } from "../../aws-json/answer.js";
import { CognitoError, notImplemented } from "../errors.js";
import { missingOperations } from "../operations/missing-operations.js";
import type { Operation } from "../operations/operation.js";
import { operations } from "../operations/table.js";
import type { Services } from "../services.js";
import { isKmsDecrypt, kmsDecrypt } from "./kms.js";

export interface AwsJsonOptions {
  readonly services: Services;
  /** Called with defects, whose messages callers never see. */
  readonly onDefect: (error: unknown) => void;
}

const service = "AWSCognitoIdentityProviderService.";

const defect = { code: "InternalErrorException", message: "Something went wrong" } as const;

const styleOf = ({ onDefect }: Pick<AwsJsonOptions, "onDefect">): ErrorStyle => ({
  defect,
  namedInHeader: true,
  onDefect,
});

export const awsJson = (
  { services, onDefect }: AwsJsonOptions,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<HttpAnswer> => {
  // AWS KMS is another service. Its error names are in the body only.
  if (isKmsDecrypt(headers["x-amz-target"]))
    return answerCall({ defect, onDefect }, async () => kmsDecrypt(services.store, parsedBody(body)));
  return answerCall(styleOf({ onDefect }), () => called(services, headers, body));
};

/** The response to a request that is too large. */
export const tooLarge = (options: AwsJsonOptions): HttpAnswer =>
  errorAnswer(styleOf(options), new CognitoError("SerializationException", "The body is too large."));

async function called(services: Services, headers: IncomingHttpHeaders, body: string): Promise<object> {
  const { name, handle } = operationOf(headers);
  if (services.faults.throttles(name)) {
    throw new CognitoError("TooManyRequestsException", "Rate exceeded");
  }
  const failure = services.faults.ofOperation(name);
  if (failure && !failure.ran) throw internalError();
  const content = await handle(services, parsedBody(body));
  if (failure) throw internalError();
  return content;
}

const internalError = () => new CognitoError(defect.code, defect.message);

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
