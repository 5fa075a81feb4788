/**
 * A proxy in front of the engine. It passes every call and answer unchanged, and can delay calls, report them,
 * answer transaction conflicts, and inject faults. Requests of other APIs, such as the streams, pass untouched.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type HttpResponse, jsonAnswer, localAnswer } from "../../aws-json/answer.js";
import { parseJson } from "../../aws-json/json.js";
import { closeServer, isForLoopback, listenOnLoopback } from "../../aws-json/loopback.js";
import { requestBody, requestText } from "../../bounded-body/index.js";
import { replaceFaults } from "../../faults/faults-endpoint.js";
import { type Answer, conflictAnswer, throttledAnswer, withoutCapacity } from "./answers.js";
import { type ApiCall, apiCallOf } from "./api-call.js";
import { Conflicts } from "./conflicts.js";
import { type DynamoDbFaultInput, Faults } from "./faults.js";
import { ItemKeys } from "./item-keys.js";
import { measuredRequest, type ObservedCall, observedCall } from "./observed-call.js";
import { type PassedRequest, passTo } from "./pass-to.js";

export type FrontOptions = {
  /** Delays every call before it reaches the engine. A transaction is in progress during its delay. */
  readonly delayMs?: number | undefined;
  /** Called after each call, before its answer is sent. */
  readonly observe?: ((call: ObservedCall) => void) | undefined;
  /** Whether overlapping transactions conflict. */
  readonly conflicts?: boolean | undefined;
  /** Faults to inject from the start. POST /_local/faults sets others. */
  readonly faults?: readonly DynamoDbFaultInput[] | undefined;
};

export type Front = {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** The delay of the calls that arrive from now on. */
  setDelay(delayMs: number): void;
  close(): Promise<void>;
};

/** DynamoDB's limit of a request is 16 MB. */
const LARGEST_BODY = 17 * 1024 * 1024;

export const startFront = async (
  engine: { readonly url: string; readonly client: DynamoDBClient },
  options: FrontOptions,
  port: number,
): Promise<Front> => {
  const faults = new Faults();
  faults.replace(options.faults ?? []);
  const upstream = passTo(engine.url);
  const conflicts = options.conflicts ? new Conflicts() : undefined;
  const keys = new ItemKeys(engine.client);
  const { observe } = options;
  let delayMs = options.delayMs ?? 0;

  const run = async (call: ApiCall, request: PassedRequest): Promise<Answer> => {
    const entered = conflicts?.enter(call, await keys.of(call));
    if (delayMs > 0) await delay(delayMs);
    if (entered === undefined) return upstream.pass(request);
    if (!("end" in entered)) return conflictAnswer(call, entered);
    try {
      return await upstream.pass(request);
    } finally {
      entered.end();
    }
  };
  const answered = async (call: ApiCall, request: PassedRequest): Promise<Answer | "cut"> => {
    const fault = faults.take(call);
    switch (fault?.fault) {
      case undefined:
        return run(call, request);
      case "transaction-conflict":
        return conflictAnswer(call, [firstOf(call, fault.table)]);
      case "throttled":
        return throttledAnswer(call);
      case "stalled": {
        const late = () => delay(fault.delayMs, undefined, { ref: false });
        if (!fault.ran) await late();
        const answer = await run(call, request);
        if (fault.ran) await late();
        return answer;
      }
      case "connection-cut":
        if (fault.ran) await run(call, request);
        return "cut";
    }
  };
  const observed = async (call: ApiCall, request: PassedRequest): Promise<Answer | "cut"> => {
    if (observe === undefined) return answered(call, request);
    const startedAt = performance.timeOrigin + performance.now();
    const measured = measuredRequest(call);
    const answer = await answered(call, { ...request, body: measured ?? request.body });
    const endedAt = performance.timeOrigin + performance.now();
    observe(observedCall(call, answer === "cut" ? undefined : answer, { startedAt, endedAt }));
    return measured === undefined || answer === "cut" ? answer : withoutCapacity(answer);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isForLoopback(request))
      return send(response, jsonAnswer(403, { message: "The Host header is not a loopback name." }));
    if (request.url === "/_local/faults") return send(response, await faultsAnswer(faults, request));
    const body = await requestBody(request, LARGEST_BODY);
    if (body === undefined) return send(response, jsonAnswer(413, { message: "Body too large." }));
    const { method = "GET", url = "/", rawHeaders } = request;
    const passed = { method, path: url, headers: rawHeaders, body };
    const call = apiCallOf(request.headers, body);
    const answer = await (call === undefined ? upstream.pass(passed) : observed(call, passed));
    if (answer === "cut") response.destroy();
    else response.writeHead(answer.status, answer.statusText, [...answer.headers]).end(answer.body);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const bound = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    faults,
    setDelay: (ms) => {
      delayMs = ms;
    },
    close: async () => {
      await closeServer(server);
      upstream.close();
    },
  };
};

/** The position of the first item of the table, or of the first item. */
const firstOf = ({ items }: ApiCall, table: string): number =>
  Math.max(
    0,
    items.findIndex((item) => table === "*" || item.table === table),
  );

const faultsAnswer = (faults: Faults, request: IncomingMessage): Promise<HttpResponse> =>
  localAnswer(() =>
    request.method === "POST"
      ? replaceFaults(faults, request.headers, async () =>
          parseJson((await requestText(request, LARGEST_BODY)) ?? ""),
        )
      : faults.waiting(),
  );

const send = (response: ServerResponse, { status, headers, body }: HttpResponse): void => {
  response.writeHead(status, headers).end(body);
};
