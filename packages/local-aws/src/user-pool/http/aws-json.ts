/** The API of Amazon Cognito for the AWS JSON server, with access rules and injected faults. */
import type { IncomingMessage } from "node:http";
import type { AwsJsonService } from "../../aws-json/call.js";
import { underEffect } from "../../faults/effect.js";
import { CognitoError, defect, notImplemented } from "../errors.js";
import { missingOperations } from "../operations/missing-operations.js";
import { operations } from "../operations/table.js";
import type { Services } from "../services.js";
import { kmsDecrypt } from "./kms.js";

export interface AwsJsonOptions {
  readonly services: Services;
  /** Called with defects, whose messages callers never see. */
  readonly onDefect: (error: unknown) => void;
}

/** Larger than the input of any operation. */
export const largestBody = 2 * 1024 * 1024;

const body: AwsJsonService["body"] = {
  maxBytes: largestBody,
  refusal: () => new CognitoError("SerializationException", "The body is too large."),
};

export const cognitoService = ({ services, onDefect }: AwsJsonOptions): AwsJsonService => ({
  name: "AWSCognitoIdentityProviderService",
  operations: Object.fromEntries(
    [...operations].map(([name, { handle }]) => [name, (input) => handle(services, input)]),
  ),
  missing: missingOperations,
  notImplemented: (name) => notImplemented(`The operation ${name}`),
  errors: { defect, namedInHeader: true, onDefect },
  body,
  around: (name, call, request) => {
    checkSigned(name, request);
    return underEffect(services.faults.ofOperation(name), call);
  },
});

/** AWS KMS is another service. Its error names are in the body only. */
export const kmsService = ({ services, onDefect }: AwsJsonOptions): AwsJsonService => ({
  name: "TrentService",
  operations: { Decrypt: (input) => kmsDecrypt(services.store, input) },
  errors: { defect, onDefect },
  body,
});

function checkSigned(name: string, { headers }: IncomingMessage): void {
  const signature = headers.authorization ?? "";
  if (operations.get(name)?.access === "signed" && !signature.startsWith("AWS4-HMAC-SHA256 "))
    throw new CognitoError("MissingAuthenticationTokenException", "Missing Authentication Token");
}
