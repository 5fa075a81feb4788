/** The `/_local/` endpoints of the bus: its history and state, for the console and tests. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { answerDoor, readJsonBody } from "../aws-json/server.js";
import { ServiceError } from "../aws-json/service-error.js";
import { consolePage } from "../console/console-page.js";
import { replaceFaults } from "../faults/faults-door.js";
import type { Deliveries } from "./deliveries.js";
import type { EventRouter } from "./event-router.js";
import type { Faults } from "./fault-plan.js";
import type { LogEntry, LogGroups } from "./log-groups.js";
import type { Queues } from "./queues.js";

interface DoorDeps {
  readonly router: EventRouter;
  readonly deliveries: Deliveries;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly faults: Faults;
  describe(): object;
}

export const localDoors = (deps: DoorDeps) => {
  // A changed value tells followers that the bus restarted and that sequence numbers begin again.
  const startedAt = Date.now();
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    const [door = "", name] = url.pathname.slice("/_local/".length).split("/");
    if (request.method === "POST" && door === "faults" && name === undefined)
      return answerDoor(
        response,
        await replaceFaults(deps.faults, request.headers, () => readJsonBody(request)),
      );
    if (request.method !== "GET") return false;
    if (await servePage(url.pathname, response)) return true;
    const after = Number(url.searchParams.get("after") ?? 0) || 0;
    const subject = name === undefined ? undefined : decoded(name);
    switch (door) {
      case "events":
        return answerDoor(response, { events: deps.router.seen(after) });
      case "buses":
        return answerDoor(response, { startedAt, ...deps.describe() });
      case "deliveries":
        return answerDoor(response, { deliveries: deps.deliveries.history(after) });
      case "failures":
        return answerDoor(response, { failures: deps.deliveries.failures(after) });
      case "faults":
        return answerDoor(response, deps.faults.waiting());
      case "queues":
        if (subject === undefined) return answerDoor(response, { queues: deps.queues.names });
        return answerDoor(response, { messages: deps.queues.messages(subject, after) });
      case "log-groups":
        if (subject === undefined) return answerDoor(response, { logGroups: deps.logGroups.names });
        return answerDoor(response, { entries: deps.logGroups.entries(subject, after) });
      case "stream":
        return follow(deps.logGroups, request, response, url);
      default:
        return false;
    }
  };
};

const servePage = async (path: string, response: ServerResponse): Promise<boolean> => {
  const page = await consolePage("event-bus", path);
  if (page === undefined) return false;
  response.writeHead(page.status, page.headers);
  response.end(page.body);
  return true;
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
const follow = (logGroups: LogGroups, request: IncomingMessage, response: ServerResponse, url: URL): true => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": open\n\n");
  const send = ({ sequence, logGroup, event }: LogEntry): void => {
    response.write(`id: ${sequence}\ndata: ${JSON.stringify({ logGroup, event, sequence })}\n\n`);
  };
  const last = request.headers["last-event-id"] ?? url.searchParams.get("after");
  if (last !== null) for (const entry of logGroups.entries(undefined, Number(last) || 0)) send(entry);
  response.on("close", logGroups.subscribe(send));
  return true;
};
