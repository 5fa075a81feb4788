/** The product's endpoints as users reach them from home: each from a separate address. */
import { request } from "node:http";
import type { RunningStack } from "../../../local/stack/index.js";
import { decodeJwtPayload } from "../../../local/story/token-forgery.js";
import { newestCode } from "./mail.js";

export type Reply = {
  readonly status: number;
  /** The problem's code; empty for a success. */
  readonly code: string;
  /** Of the user who is signed in now. */
  readonly userId: string | undefined;
};

export type Home = {
  signIn(email: string, password: string): Promise<Reply>;
  forgot(email: string): Promise<Reply>;
  reset(email: string, password: string): Promise<Reply>;
};

/** @param index of the household: an attacker must not use up the attempts of other users. */
export const home = (stack: RunningStack, index: number): Home => {
  const send = (path: string, body: unknown): Promise<Reply> => post(stack, { path, body, index });
  return {
    signIn: (email, password) => send("signin", { email, password }),
    forgot: (email) => send("forgot", { email }),
    reset: (email, password) =>
      send("reset", { email, password, code: newestCode(stack, email) ?? "000000" }),
  };
};

// Linux answers on all of 127.0.0.0/8; elsewhere all users share one address.
const addressOf = (index: number): string =>
  process.platform === "linux" ? `127.8.${Math.floor(index / 250)}.${(index % 250) + 1}` : "127.0.0.1";

type Sent = { readonly path: string; readonly body: unknown; readonly index: number };

const post = (stack: RunningStack, { path, body, index }: Sent): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const url = new URL(`/api/account/${path}`, stack.describe().urls.site);
    const options = {
      // `localhost` may mean ::1 first, which an address of IPv4 cannot reach.
      ...{ method: "POST", localAddress: addressOf(index), family: 4, agent: false },
      headers: { "content-type": "application/json" },
    };
    const outgoing = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve(replyFrom(response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8")));
      });
    });
    outgoing.on("error", reject).end(JSON.stringify(body));
  });

const replyFrom = (status: number, text: string): Reply => {
  const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  const token = body.access_token;
  return {
    status,
    code: typeof body.code === "string" ? body.code : "",
    userId: typeof token === "string" ? String(decodeJwtPayload(token).user_id) : undefined,
  };
};
