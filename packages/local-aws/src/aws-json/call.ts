/**
 * Calls by AWS JSON 1.1: `POST` with `X-Amz-Target: <Service>.<Operation>`, errors as `{ __type, message }`
 * (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
 */

import type { IncomingMessage } from "node:http";
import { requestText } from "../bounded-body/index.js";
import { answerCall, type ErrorStyle, type HttpResponse } from "./answer.js";
import { isJsonObject, type JsonObject, parseJson } from "./json.js";
import { ServiceError } from "./service-error.js";

export type Operation = (input: JsonObject) => unknown;

export interface AwsJsonService {
  /** The part of `X-Amz-Target` before the dot. */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Operations of the real service that are rejected with NotImplementedException. */
  readonly missing?: ReadonlySet<string>;
  /** The error for a missing operation. */
  notImplemented?(operation: string): ServiceError;
  readonly errors?: ErrorStyle;
  readonly body?: BodyLimit;
  /** Wraps each call. May delay it, reject it by throwing, or destroy the socket of the request. */
  around?(operation: string, call: () => Promise<unknown>, request: IncomingMessage): Promise<unknown>;
}

export interface BodyLimit {
  readonly maxBytes: number;
  /** The error for a longer body. */
  refusal(): ServiceError;
}

const ERRORS: ErrorStyle = { defect: { code: "InternalException", message: "Internal error." } };

const BODY_LIMIT: BodyLimit = {
  maxBytes: 8 * 1024 * 1024,
  refusal: () => new ServiceError("RequestEntityTooLargeException", "Body too large.", 413),
};

export const errorStyleOf = ({ errors = ERRORS }: AwsJsonService): ErrorStyle => errors;

/** Answers a call of one of these services. The first one answers calls that belong to none. */
export const answerAwsJson = async (
  [first, ...others]: readonly [AwsJsonService, ...AwsJsonService[]],
  request: IncomingMessage,
): Promise<HttpResponse> => {
  const target = String(request.headers["x-amz-target"] ?? "");
  const [, name, operation = ""] = /^([^.]+)\.([^.]+)$/.exec(target) ?? [];
  const service = others.find((each) => each.name === name) ?? first;
  return answerCall(errorStyleOf(service), async () => {
    const run = operationOf(service, request.method === "POST" && name === service.name ? operation : "");
    const text = await textOf(request, service.body);
    const call = async (): Promise<unknown> => run(objectIn(text));
    return service.around?.(operation, call, request) ?? call();
  });
};

const operationOf = (service: AwsJsonService, operation: string): Operation => {
  const run = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (service.missing?.has(operation)) throw (service.notImplemented ?? notImplemented)(operation);
  if (run === undefined) throw new ServiceError("UnknownOperationException", "The operation is unknown.");
  return run;
};

const notImplemented = (operation: string): ServiceError =>
  new ServiceError("NotImplementedException", `The operation ${operation} is not implemented locally.`);

/** Reads the JSON object in the body; `{}` if it is empty. Anything else is a SerializationException. */
export const readJsonBody = async (request: IncomingMessage): Promise<JsonObject> =>
  objectIn(await textOf(request));

const textOf = async (request: IncomingMessage, limit: BodyLimit = BODY_LIMIT): Promise<string> => {
  const text = await requestText(request, limit.maxBytes);
  if (text === undefined) throw limit.refusal();
  return text;
};

const objectIn = (text: string): JsonObject => {
  const body = text === "" ? {} : parseJson(text);
  if (!isJsonObject(body)) throw new ServiceError("SerializationException", "The body is not a JSON object.");
  return body;
};
