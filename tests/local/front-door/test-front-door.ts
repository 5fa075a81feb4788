/** A front door before a scripted upstream, and requests whose head a test writes byte by byte. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type RequestListener, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FrontDoor, type FrontDoorOptions, startFrontDoor } from "../../../local/front-door/index.js";
import { createInbox } from "../../../local/inbox/index.js";

export const SECRET = { header: "x-front-door", value: "the-secret" };

export const startUpstream = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
};

/** Events by hand, and how many listen. */
export const createFeed = (recent: unknown[] = []) => {
  const listeners = new Set<(event: unknown) => void>();
  return {
    recent: () => recent,
    subscribe: (listener: (event: unknown) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish: (event: unknown) => {
      for (const listener of listeners) listener(event);
    },
    listening: () => listeners.size,
  };
};

export const startTestFrontDoor = async (
  options: Partial<FrontDoorOptions> = {},
): Promise<FrontDoor & { readonly webDir: string }> => {
  const webDir = await mkdtemp(join(tmpdir(), "web-"));
  await writeFile(join(webDir, "index.html"), "<body>Start</body>");
  await writeFile(join(webDir, "inbox.html"), "<body>Inbox</body>");
  await writeFile(join(webDir, "page.css"), "body { margin: 0 }");
  await writeFile(join(webDir, "notes.md"), "not for the web");
  const clean = (): Promise<void> => rm(webDir, { recursive: true, force: true });
  const frontDoor = await startFrontDoor({
    apiUrl: "http://127.0.0.1:9",
    inbox: createInbox(),
    auditEvents: createFeed(),
    describe: () => ({ name: "stack", urls: {}, users: [], accounts: [], tryThis: [] }),
    trustedProxy: SECRET,
    pageFolders: [webDir],
    ...options,
  }).catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  const close = async (): Promise<void> => {
    await frontDoor.close();
    await clean();
  };
  return { ...frontDoor, webDir, close };
};

type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
};
export type Received = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly text: string;
};

/** Sends the path exactly as it is written: `fetch` would normalise it. */
export const send = (origin: string, path: string, { method = "GET", headers = {}, body }: Sent = {}) =>
  new Promise<Received>((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const outgoing = request(
      {
        hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
        port,
        path,
        method,
        headers: { ...headers },
        agent: false,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.once("error", reject);
        answer.once("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            rawHeaders: answer.rawHeaders,
            text,
          });
        });
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });

/** The events of a stream, as they come. */
export async function* eventsOf(response: Response): AsyncGenerator<unknown> {
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      if (block.startsWith("data: ")) yield JSON.parse(block.slice("data: ".length));
    }
  }
}
