/**
 * Calls of AWS services that speak JSON, without their SDK clients: a signed POST. A third of the work of an SDK client
 * and a tenth of its code, for functions that make few kinds of calls. Bounded in time, bytes and attempts; a request
 * ends with the work that made it. Errors, retries and clock skew are handled as the SDK does.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
import { setTimeout as delay } from "node:timers/promises";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Deadline } from "../../ports/index.js";
import { type HttpAnswer, httpClient, parsedJson } from "../http/http-client.js";
import { NodeSha256 } from "../node/sha256.js";

export type AwsEnvironment = {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
};

export type AwsJsonService = {
  /** The name that is signed, and the first part of the service's host name. */
  readonly name: string;
  /** What stands before the operation in `x-amz-target`, e.g. `DynamoDB_20120810`. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
  /** Where the service is, when not at AWS. */
  readonly endpoint?: string | undefined;
};

/** In milliseconds, for each attempt. */
export type RequestLimits = {
  readonly connectionTimeout: number;
  /** For the whole exchange, the answer's body included. */
  readonly requestTimeout: number;
  readonly attempts: number;
};

export type AwsJsonCall = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

/** DynamoDB's largest answer is 16 MB, of BatchGetItem. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_ANSWER_BYTES = 17 * 1024 * 1024;

/** The service refused the call. `name` is the error's name in the service's model. */
export class AwsJsonError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(name: string, status: number, body: Readonly<Record<string, unknown>>) {
    super("the service refused the call");
    this.name = name;
    this.status = status;
    this.body = body;
  }
}

/**
 * Rejects with `AwsJsonError` for what the service refuses, with the network's own errors, and with an `Error` for an
 * answer that is no JSON object: then it is not known what the service did.
 */
export const signedAwsJson = (
  service: AwsJsonService,
  aws: AwsEnvironment,
  limits: RequestLimits,
  deadline: Deadline,
  send = httpClient(),
): AwsJsonCall => {
  const signer = new SignatureV4({
    service: service.name,
    region: aws.region,
    credentials: aws.credentials,
    sha256: NodeSha256,
    applyChecksum: false,
  });
  const address = new URL(service.endpoint ?? awsAddress(service, aws));
  const { protocol, hostname, port, host, pathname: path } = address;
  const place = { protocol, hostname, path, ...(port !== "" && { port: Number(port) }) };
  /** How far the service's clock is ahead of ours. */
  let skewMs = 0;
  const post = async (operation: string, body: string) => {
    const headers = {
      host,
      "content-type": `application/x-amz-json-${service.version}`,
      "x-amz-target": `${service.target}.${operation}`,
    };
    const request = await signer.sign(new HttpRequest({ ...place, method: "POST", headers, body }), {
      signingDate: new Date(Date.now() + skewMs),
    });
    return send({
      ...{ method: "POST", address, body, maxBytes: MAX_ANSWER_BYTES, signal: deadline.signal() },
      headers: { ...request.headers, "accept-encoding": "identity" },
      ...{ timeoutMs: limits.requestTimeout, connectTimeoutMs: limits.connectionTimeout },
    });
  };
  const attempt = async (operation: string, body: string) => {
    const answer = await post(operation, body);
    const fields = answer.kind === "answer" ? objectIn(answer.body) : undefined;
    if (answer.status === 200 && fields !== undefined) return fields;
    if (answer.status === 200) throw new Error("the service's answer is no JSON object");
    const error = new AwsJsonError(errorName(answer, fields), answer.status, fields ?? {});
    if (SKEWED.has(error.name)) skewMs = skewIn(answer) ?? skewMs;
    throw error;
  };
  return async (operation, input) => {
    const body = JSON.stringify(input);
    for (let made = 1; ; made += 1) {
      try {
        return await attempt(operation, body);
      } catch (error) {
        const pauseMs = Math.random() * 50 * 2 ** made;
        if (made >= limits.attempts || !mayPass(error) || deadline.remainingMs() <= pauseMs) throw error;
        await delay(pauseMs);
      }
    }
  };
};

const awsAddress = ({ name }: AwsJsonService, { region }: AwsEnvironment): string =>
  `https://${name}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;

const objectIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  const value = parsedJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
};

/**
 * In the header, or in the body as `__type` or `code`; with a namespace before it, or an address behind it.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization
 */
const errorName = (answer: HttpAnswer, fields: Readonly<Record<string, unknown>> = {}): string => {
  const header = answer.kind === "answer" ? answer.headers["x-amzn-errortype"] : undefined;
  const given = [header, fields.__type, fields.code].find((each) => typeof each === "string" && each !== "");
  return /([^#:]+)(:.*)?$/.exec(String(given ?? ""))?.[1] ?? "UnknownError";
};

const SKEWED: ReadonlySet<string> = new Set([
  "AuthFailure",
  "InvalidSignatureException",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);

const skewIn = (answer: HttpAnswer): number | undefined => {
  const at = answer.kind === "answer" ? Date.parse(answer.headers.date ?? "") : Number.NaN;
  return Number.isNaN(at) ? undefined : at - Date.now();
};

const THROTTLED = /Throttl|ThroughputExceeded|RequestLimitExceeded|TransactionInProgress|TransactionConflict/;

// The network's own errors may pass; what the service says of the call itself does not.
const mayPass = (error: unknown): boolean => {
  if (!(error instanceof AwsJsonError))
    return error instanceof Error && "code" in error ? true : isLate(error);
  return (
    error.status >= 500 ||
    THROTTLED.test(error.name) ||
    SKEWED.has(error.name) ||
    isThrottledTransaction(error)
  );
};

const isLate = (error: unknown): boolean => error instanceof Error && error.name === "TimeoutError";

/** Nothing of a cancelled transaction was written. Where no condition failed, it can be written again. */
const isThrottledTransaction = ({ name, body }: AwsJsonError): boolean => {
  if (name !== "TransactionCanceledException" || !Array.isArray(body.CancellationReasons)) return false;
  const codes = body.CancellationReasons.map((reason: { Code?: string }) => reason.Code ?? "None");
  const hindered = codes.filter((code) => code !== "None");
  return hindered.length > 0 && hindered.every((code) => THROTTLED.test(code));
};
