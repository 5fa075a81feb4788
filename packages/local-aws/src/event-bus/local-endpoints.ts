/** The `/_local/` endpoints of the bus: its history and state, for the console and tests. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { jsonAnswer, localAnswer } from "../aws-json/answer.js";
import { readJsonBody } from "../aws-json/call.js";
import type { Route } from "../aws-json/server.js";
import { ServiceError } from "../aws-json/service-error.js";
import { consolePage } from "../console/console-page.js";
import { replaceFaults } from "../faults/faults-endpoint.js";
import type { Deliveries } from "./deliveries.js";
import type { EventRouter } from "./event-router.js";
import type { Faults } from "./fault-plan.js";
import type { LogEntry, LogGroups } from "./log-groups.js";
import type { Queues } from "./queues.js";

interface EndpointDeps {
  readonly router: EventRouter;
  readonly deliveries: Deliveries;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly faults: Faults;
  describe(): object;
}

const LOCAL = "/_local/";

export const localEndpoints = (deps: EndpointDeps): Route => {
  // A changed value tells followers that the bus restarted and that sequence numbers begin again.
  const startedAt = Date.now();
  return async (request, response, url) => {
    const page = request.method === "GET" ? await consolePage("event-bus", url.pathname) : undefined;
    if (page !== undefined || !url.pathname.startsWith(LOCAL)) return page;
    const [endpoint = "", name] = url.pathname.slice(LOCAL.length).split("/");
    if (request.method === "POST" && endpoint === "faults" && name === undefined)
      return localAnswer(() => replaceFaults(deps.faults, request.headers, () => readJsonBody(request)));
    if (request.method !== "GET") return undefined;
    if (endpoint === "stream") return follow(deps.logGroups, request, response, url);
    const document = documentAt(
      deps,
      startedAt,
      endpoint,
      name,
      Number(url.searchParams.get("after") ?? 0) || 0,
    );
    return document && jsonAnswer(200, document);
  };
};

const documentAt = (
  { router, deliveries, faults, queues, logGroups, describe }: EndpointDeps,
  startedAt: number,
  endpoint: string,
  name: string | undefined,
  after: number,
): object | undefined => {
  const subject = name === undefined ? undefined : decoded(name);
  switch (endpoint) {
    case "events":
      return { events: router.seen(after) };
    case "buses":
      return { startedAt, ...describe() };
    case "deliveries":
      return { deliveries: deliveries.history(after) };
    case "failures":
      return { failures: deliveries.failures(after) };
    case "faults":
      return faults.waiting();
    case "queues":
      return subject === undefined ? { queues: queues.names } : { messages: queues.messages(subject, after) };
    case "log-groups":
      return subject === undefined
        ? { logGroups: logGroups.names }
        : { entries: logGroups.entries(subject, after) };
    default:
      return undefined;
  }
};

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new ServiceError("BadRequest", "The name is not URL-encoded.");
  }
};

/**
 * Server-sent events of all log groups. `Last-Event-ID`, which browsers send when they reconnect, or `after`
 * requests the missed entries. Without them the stream starts with new entries.
 */
const follow = (
  logGroups: LogGroups,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): "sent" => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": open\n\n");
  const send = ({ sequence, logGroup, event }: LogEntry): void => {
    response.write(`id: ${sequence}\ndata: ${JSON.stringify({ logGroup, event, sequence })}\n\n`);
  };
  const last = request.headers["last-event-id"] ?? url.searchParams.get("after");
  if (last !== null) for (const entry of logGroups.entries(undefined, Number(last) || 0)) send(entry);
  response.on("close", logGroups.subscribe(send));
  return "sent";
};
