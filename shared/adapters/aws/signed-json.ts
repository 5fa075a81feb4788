/**
 * Calls of AWS services that speak JSON, without their SDK clients: a signed POST over the SDK's own
 * HTTP handler. A third of the work of an SDK client and a tenth of its code, for functions that make
 * few kinds of calls. Bounded in time and attempts; a request ends with the work that made it.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
import { setTimeout as delay } from "node:timers/promises";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Deadline } from "../../ports/index.js";
import { NodeSha256 } from "../node/sha256.js";
import { DeadlineHttpHandler } from "./deadline-http-handler.js";

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

export type RequestLimits = {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly attempts: number;
};

export type AwsJsonCall = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

/** What the service answered instead of a result. `name` is the error's name in the service's model. */
export class AwsJsonError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super("the service refused the call");
    // As services write it: with a namespace before it, or an address behind it.
    this.name = /([^#:]+)(:.*)?$/.exec(String(body.__type))?.[1] ?? "UnknownError";
    this.status = status;
    this.body = body;
  }
}

/** Rejects with `AwsJsonError` for what the service refuses, and with the network's own errors. */
export const signedAwsJson = (
  service: AwsJsonService,
  aws: AwsEnvironment,
  limits: RequestLimits,
  deadline: Deadline,
): AwsJsonCall => {
  const { connectionTimeout, requestTimeout, attempts } = limits;
  const handler = new DeadlineHttpHandler(deadline, { connectionTimeout, requestTimeout });
  const signer = new SignatureV4({
    service: service.name,
    region: aws.region,
    credentials: aws.credentials,
    sha256: NodeSha256,
    applyChecksum: false,
  });
  const { protocol, hostname, port, pathname } = new URL(service.endpoint ?? awsAddress(service, aws));
  const place = { protocol, hostname, path: pathname, ...(port !== "" && { port: Number(port) }) };
  const post = async (operation: string, body: string) => {
    const headers = {
      host: port === "" ? hostname : `${hostname}:${port}`,
      "content-type": `application/x-amz-json-${service.version}`,
      "content-length": String(Buffer.byteLength(body)),
      "x-amz-target": `${service.target}.${operation}`,
    };
    const request = await signer.sign(new HttpRequest({ ...place, method: "POST", headers, body }));
    const { response } = await handler.handle(request as HttpRequest);
    const answer = parsed(await textOf(response.body));
    if (response.statusCode !== 200) throw new AwsJsonError(response.statusCode, answer);
    return answer;
  };
  return async (operation, input) => {
    const body = JSON.stringify(input);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await post(operation, body);
      } catch (error) {
        if (attempt >= attempts || !mayPass(error) || deadline.signal()?.aborted) throw error;
        await delay(Math.random() * 50 * 2 ** attempt);
      }
    }
  };
};

const awsAddress = ({ name }: AwsJsonService, { region }: AwsEnvironment): string =>
  `https://${name}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;

const THROTTLED = /Throttl|ThroughputExceeded|RequestLimitExceeded|TransactionInProgress/;

// The network's own errors may pass; what the service says of the call itself does not.
const mayPass = (error: unknown): boolean =>
  !(error instanceof AwsJsonError) || error.status >= 500 || THROTTLED.test(error.name);

const textOf = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

// A proxy's error page is no JSON; its status still says what happened.
const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
