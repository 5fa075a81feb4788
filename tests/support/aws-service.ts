/** One AWS service on 127.0.0.1, as far as the SDK's JSON protocol goes: each operation has its scripted answers. */

import {
  type SeenRequest,
  startServer,
  type TestServer,
} from "../../packages/local-aws/tests/support/http-server.js";
import { type AwsJsonCall, signedAwsJson } from "../../shared/adapters/aws/signed-json.js";
import { asyncDeadline } from "../../shared/adapters/node/async-deadline.js";

export type ServiceAnswer =
  | { readonly output: unknown }
  | { readonly error: string; readonly message?: string; readonly status?: number };

export type AwsService = TestServer & {
  /** Answers the operation with these in turn; the last one stays. */
  script(operation: string, ...answers: readonly ServiceAnswer[]): void;
  /** The inputs that the operation was called with. */
  inputs(operation: string): Record<string, unknown>[];
  /** The settings of an SDK client that calls only this service. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** One signed call of a service. The signed content does not matter here. */
  readonly call: AwsJsonCall;
};

const operationOf = ({ headers }: SeenRequest): string =>
  String(headers["x-amz-target"]).split(".").at(-1) ?? "";

export const startAwsService = async (): Promise<AwsService> => {
  const scripts = new Map<string, ServiceAnswer[]>();
  const server = await startServer((request, response) => {
    const script = scripts.get(operationOf(request)) ?? [];
    const answer = (script.length > 1 ? script.shift() : script[0]) ?? { error: "UnknownOperationException" };
    const failed = "error" in answer;
    response.writeHead(failed ? (answer.status ?? 400) : 200, {
      "content-type": "application/x-amz-json-1.1",
    });
    response.end(
      JSON.stringify(failed ? { __type: answer.error, message: answer.message ?? "no" } : answer.output),
    );
  });
  return {
    ...server,
    script: (operation, ...answers) => {
      scripts.set(operation, [...answers]);
    },
    inputs: (operation) =>
      server.seen
        .filter((request) => operationOf(request) === operation)
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    clientConfig: {
      endpoint: server.url,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    },
    call: signedAwsJson(
      { name: "any", target: "Any", version: "1.1", endpoint: server.url },
      { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } },
      { connectionTimeout: 5_000, requestTimeout: 20_000, attempts: 1 },
      asyncDeadline(),
    ),
  };
};
