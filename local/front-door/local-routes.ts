/** The read-only endpoints of the front door: facts about the running stack, by exact path. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { SECURITY_HEADERS } from "local-aws/console";
import { sendJson, sendMail } from "./answers.js";
import { type EventFeed, streamEvents } from "./event-stream.js";
import type { Target } from "./request-target.js";
import { forward } from "./reverse-proxy.js";
import type { StackDescription } from "./stack-description.js";

/** The front door only reads the inbox. */
export type ReadableInbox = {
  list(filter?: { readonly to?: string | undefined }): readonly {
    readonly id: number;
    readonly html?: string | undefined;
  }[];
  subscribe(listener: (message: unknown) => void): () => void;
};

/** Previews of all messages of the product. */
export type ReadablePreviews = {
  list(): readonly unknown[];
  html(sample: string, language: string): string | undefined;
};

export type LocalSources = {
  readonly inbox: ReadableInbox;
  readonly previews?: ReadablePreviews | undefined;
  readonly auditEvents: EventFeed;
  readonly describe: () => StackDescription | Promise<StackDescription>;
  /** JSON of other parts of the stack, served at `/_local/invocations` and `/_local/logs`. */
  readonly invocationsUrl?: string | undefined;
  readonly logsUrl?: string | undefined;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
};
export type LocalRoute = (exchange: Exchange) => void | Promise<void>;

export const localRoutes = (sources: LocalSources, timeoutMs: number): ReadonlyMap<string, LocalRoute> => {
  const { inbox, auditEvents } = sources;
  const inboxFeed: EventFeed = { recent: () => inbox.list().toReversed(), subscribe: inbox.subscribe };

  const routes = new Map<string, LocalRoute>([
    ["/_local/stack", async ({ response }) => sendJson(response, await sources.describe())],
    [
      "/_local/inbox",
      ({ response, target }) => {
        const to = new URLSearchParams(target.query).get("to") ?? undefined;
        sendJson(response, { messages: inbox.list({ to }) });
      },
    ],
    [
      "/_local/inbox/mail",
      ({ response, target }) => {
        const wanted = new URLSearchParams(target.query).get("id");
        sendMail(response, inbox.list().find(({ id }) => String(id) === wanted)?.html);
      },
    ],
    ["/_local/messages", ({ response }) => sendJson(response, { messages: sources.previews?.list() ?? [] })],
    [
      "/_local/messages/mail",
      ({ response, target }) => {
        const query = new URLSearchParams(target.query);
        sendMail(response, sources.previews?.html(query.get("sample") ?? "", query.get("language") ?? ""));
      },
    ],
    ["/_local/inbox/events", ({ response }) => streamEvents(response, inboxFeed)],
    ["/_local/audit", ({ response }) => streamEvents(response, auditEvents)],
  ]);
  for (const [path, address] of [
    ["/_local/invocations", sources.invocationsUrl],
    ["/_local/logs", sources.logsUrl],
  ] as const) {
    if (address === undefined) continue;
    const upstream = { url: new URL(address), timeoutMs, answerHeaders: SECURITY_HEADERS };
    routes.set(path, ({ request, response, target }) => forward(upstream, target.query, request, response));
  }
  return routes;
};
