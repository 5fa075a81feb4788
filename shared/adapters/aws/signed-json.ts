/**
 * Calls AWS JSON services with signed POST requests, without the SDK clients: a third of the work of an SDK
 * client and a tenth of its code, for functions that make few kinds of calls. Each call is bounded in time,
 * bytes and attempts, and is aborted at the invocation's deadline. Errors, retries and clock skew are handled
 * as the SDK handles them.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
import { setTimeout as delay } from "node:timers/promises";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Deadline } from "../../ports/index.js";
import { type HttpResponse, httpClient, parsedJson } from "../http/http-client.js";
import { NodeSha256 } from "../node/sha256.js";

export type AwsEnvironment = {
  readonly region: string;
  /** Without credentials, calls are not signed. */
  readonly credentials?:
    | {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken?: string | undefined;
      }
    | undefined;
};

export type AwsJsonService = {
  /** The signing name, which is also the first label of the service's host name. */
  readonly name: string;
  /** The prefix of the operation in `x-amz-target`, e.g. `DynamoDB_20120810`. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
  /** The service's address, if it is not the AWS endpoint. */
  readonly endpoint?: string | undefined;
};

/** Times in milliseconds, per attempt. */
export type RequestLimits = {
  readonly connectionTimeout: number;
  /** For the whole exchange, including the response body. */
  readonly requestTimeout: number;
  readonly attempts: number;
};

export type AwsJsonCall = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

/**
 * DynamoDB's largest response is 16 MB (BatchGetItem).
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export const MAX_ANSWER_BYTES = 17 * 1024 * 1024;

/**
 * The service rejected the call. `name` is the error's name in the service's model. Not an `AuthError`: adapters handle it as
 * an error of the SDK, and decide by its name and body whether the flow sees an error at all.
 */
export class AwsJsonError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(name: string, status: number, body: Readonly<Record<string, unknown>>) {
    super("the service rejected the call");
    this.name = name;
    this.status = status;
    this.body = body;
  }
}

/**
 * Rejects with `AwsJsonError` if the service rejects the call, with the original error if the network fails,
 * and with an `Error` if the response is not a JSON object. In the last case the outcome of the call is
 * unknown.
 */
export const signedAwsJson = (
  service: AwsJsonService,
  aws: AwsEnvironment,
  limits: RequestLimits,
  deadline: Deadline,
  send = httpClient(),
): AwsJsonCall => {
  const signer =
    aws.credentials &&
    new SignatureV4({
      service: service.name,
      region: aws.region,
      credentials: aws.credentials,
      sha256: NodeSha256,
      applyChecksum: false,
    });
  const address = new URL(service.endpoint ?? awsAddress(service, aws));
  const { protocol, hostname, port, host, pathname: path } = address;
  const place = { protocol, hostname, path, ...(port !== "" && { port: Number(port) }) };
  /** How far the service's clock is ahead of the local clock. */
  let skewMs = 0;
  /** The last call timed out. Until a call succeeds, each makes one attempt: retries would add up to many seconds. */
  let silent = false;
  const post = async (operation: string, body: string) => {
    const plain = {
      host,
      "content-type": `application/x-amz-json-${service.version}`,
      "x-amz-target": `${service.target}.${operation}`,
    };
    const request = new HttpRequest({ ...place, method: "POST", headers: plain, body });
    const signingDate = new Date(Date.now() + skewMs);
    const { headers } = signer === undefined ? request : await signer.sign(request, { signingDate });
    return send({
      ...{ method: "POST", address, body, maxBytes: MAX_ANSWER_BYTES, signal: deadline.signal() },
      headers: { ...headers, "accept-encoding": "identity" },
      ...{ timeoutMs: limits.requestTimeout, connectTimeoutMs: limits.connectionTimeout },
    });
  };
  const attempt = async (operation: string, body: string) => {
    const response = await post(operation, body);
    const fields = response.kind === "response" ? objectIn(response.body) : undefined;
    if (response.status === 200 && fields !== undefined) return fields;
    if (response.status === 200) throw new Error("the service's response is not a JSON object");
    const error = new AwsJsonError(errorName(response, fields), response.status, fields ?? {});
    if (SKEWED.has(error.name)) skewMs = skewIn(response) ?? skewMs;
    throw error;
  };
  return async (operation, input) => {
    const body = JSON.stringify(input);
    for (let made = 1; ; made += 1) {
      try {
        const fields = await attempt(operation, body);
        silent = false;
        return fields;
      } catch (error) {
        const pauseMs = Math.random() * 50 * 2 ** made;
        const last = made >= limits.attempts || (silent && isLate(error));
        if (last || !mayPass(error) || deadline.remainingMs() <= pauseMs) {
          silent = isLate(error);
          throw error;
        }
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
 * The error name is in the header, or in the body as `__type` or `code`. It can have a namespace prefix or a
 * URI suffix.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization
 */
const errorName = (response: HttpResponse, fields: Readonly<Record<string, unknown>> = {}): string => {
  const header = response.kind === "response" ? response.headers["x-amzn-errortype"] : undefined;
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

const skewIn = (response: HttpResponse): number | undefined => {
  const at = response.kind === "response" ? Date.parse(response.headers.date ?? "") : Number.NaN;
  return Number.isNaN(at) ? undefined : at - Date.now();
};

const THROTTLED = /Throttl|ThroughputExceeded|RequestLimitExceeded|TransactionInProgress|TransactionConflict/;

// Network errors and throttling can be transient. A rejection of the request itself is permanent.
const mayPass = (error: unknown): boolean =>
  error instanceof AwsJsonError
    ? error.status >= 500 ||
      error.status === 429 ||
      THROTTLED.test(error.name) ||
      SKEWED.has(error.name) ||
      (error.name === "TransactionCanceledException" &&
        isThrottledTransaction(error.body.CancellationReasons))
    : isOfNetwork(error);

// Errors of Node's network modules have a code. They are not instances of a sandbox's own Error class.
const isOfNetwork = (error: unknown): boolean =>
  isLate(error) || (typeof error === "object" && error !== null && "code" in error);

const isLate = (error: unknown): boolean => error instanceof Error && error.name === "TimeoutError";

/**
 * Whether a transaction was cancelled by throttling or overlapping transactions alone. It wrote nothing and can
 * be retried.
 */
export const isThrottledTransaction = (reasons: unknown): boolean => {
  if (!Array.isArray(reasons)) return false;
  const codes = reasons.map((reason: { Code?: string }) => reason.Code ?? "None");
  const hindered = codes.filter((code) => code !== "None");
  return hindered.length > 0 && hindered.every((code) => THROTTLED.test(code));
};
