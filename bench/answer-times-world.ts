/** The embedded stack of the benchmark of answer times, its users, and requests from many networks. */
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { type RunningStack, startStack } from "../local/stack/index.js";

const PASSWORD = "Answer-Times-1!";
/** Fewer than any throttle allows for one name in a day. */
const GUESSES_PER_NAME = 8;
const REQUESTS_PER_NETWORK = 20;
const TRIES = 8;

export const STATES = ["in the pool", "unknown", "in the legacy system", "unconfirmed"] as const;
export type State = (typeof STATES)[number];

export type Answer = {
  readonly ms: number;
  readonly status: number;
  /** The answer without its request id. */
  readonly text: string;
  readonly cookie: string | undefined;
};

export type World = {
  readonly stack: RunningStack;
  /** A name of this state for the attempt with this number. Made at the first call. */
  nameFor(state: State, attempt: number): Promise<string>;
  /** The stage has its lowest floor again, whatever cold starts raised it to. */
  lowestFloor(): Promise<void>;
  post(path: string, body: object, cookie?: string): Promise<Answer>;
  close(): Promise<void>;
};

export const openWorld = async (floor: Readonly<Record<string, string>>): Promise<World> => {
  const dataDir = await mkdtemp(join(tmpdir(), "answer-times-"));
  const root = join(import.meta.dirname, "..");
  const stack = await startStack({
    root,
    dataDir,
    fresh: true,
    port: 0,
    params: floor,
    legacyHashCost: 1024,
  });
  const post = poster(stack.describe().urls.api);
  const names = new Map<string, Promise<string>>();
  return {
    stack,
    post,
    nameFor: (state, attempt) => {
      const key = `${state.replaceAll(" ", "-")}-${Math.floor(attempt / GUESSES_PER_NAME)}`;
      const name = names.get(key) ?? newName({ stack, post }, state, `${key}@example.com`);
      names.set(key, name);
      return name;
    },
    lowestFloor: async () => {
      const input = { TableName: stack.describe().tables.guard, Key: { pk: { S: "FLOOR#answers" } } };
      await stack.tables.client.send(new DeleteItemCommand(input));
    },
    close: async () => {
      await stack.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const newName = async (
  { stack, post }: Pick<World, "post" | "stack">,
  state: State,
  email: string,
): Promise<string> => {
  const credentials = { email, password: PASSWORD };
  if (state === "in the pool" || state === "in the legacy system")
    await stack.legacy.add({ ...credentials, id: email, email_verified: true, name: "Someone" });
  const path = state === "in the pool" ? "signin" : state === "unconfirmed" ? "signup" : undefined;
  if (path === undefined) return email;
  // On a busy machine, the first legacy calls are cut at the floor.
  for (let tries = 1; tries <= TRIES; tries += 1)
    if ((await post(path, credentials)).status < 300) return email;
  throw new Error(`${email} was not made`);
};

/** Every twenty requests come from another address of this machine, so that no throttle of a network counts. */
const poster = (api: string): World["post"] => {
  let sent = 0;
  return (path, body, cookie) =>
    new Promise((resolve, reject) => {
      const network = Math.floor(sent / REQUESTS_PER_NETWORK);
      sent += 1;
      const localAddress = `127.${1 + (network >> 14)}.${(network >> 7) & 127}.${1 + (network & 127)}`;
      const headers = { "content-type": "application/json", ...(cookie !== undefined && { cookie }) };
      const url = new URL(`/api/account/${path}`, api);
      const began = performance.now();
      const outgoing = request(url, { method: "POST", headers, localAddress, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            ms: performance.now() - began,
            status: response.statusCode ?? 0,
            text: text.replace(/"request_id":"[^"]*"/, ""),
            cookie: response.headers["set-cookie"]?.[0]?.split(";")[0],
          });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(JSON.stringify(body));
    });
};
