/**
 * A local stand-in for Google sign-in: an OpenID provider (oidc-provider) with seeded users and a page to
 * choose one. Its tokens have the issuer of the real service; see README.md.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { closeServer, isForLoopback, listenOnLoopback } from "../aws-json/loopback.js";
import { requestText } from "../bounded-body/index.js";
import { GOOGLE_ISSUER } from "./issuer.js";
import type { GoogleClient } from "./provider.js";
import { showSignInPage } from "./sign-in-page.js";
import { GOOGLE_USERS, type GoogleUser } from "./users.js";

export type { GoogleClient } from "./provider.js";
export type { GoogleUser } from "./users.js";

export type GoogleOptions = {
  readonly clients: readonly GoogleClient[];
  /** Read at every sign-in, so that a test can change user data. */
  readonly users?: readonly GoogleUser[];
  /** Another provider than Google. */
  readonly issuer?: string;
  /** As users see it. */
  readonly name?: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
};

export type Google = {
  readonly url: string;
  readonly issuer: string;
  close(): Promise<void>;
};

const LARGEST_FORM = 10_000;

let quietlyLoaded: Promise<typeof import("./provider.js")> | undefined;
/**
 * Suppresses a warning: oidc-provider asks for a newer Node.js than the other packages. Readers cannot act on
 * it.
 */
const loadedQuietly = async () => {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await import("./provider.js");
  } finally {
    console.warn = warn;
  }
};

export const startGoogle = async (options: GoogleOptions): Promise<Google> => {
  const { clients, users = GOOGLE_USERS, issuer = GOOGLE_ISSUER, name = "Google" } = options;
  quietlyLoaded ??= loadedQuietly();
  const { googleProvider } = await quietlyLoaded;
  const provider = googleProvider(issuer, clients, users);
  const answerProtocol = provider.callback();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isForLoopback(request)) return void response.writeHead(421).end();
    if (!request.url?.startsWith("/interaction/")) return void (await answerProtocol(request, response));
    await answerInteraction({ provider, users, name }, request, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain" });
      response.end("This sign-in has expired. Start again in the application.");
    });
  });
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    issuer,
    close: () => closeServer(server),
  };
};

type Shown = {
  readonly provider: Provider;
  readonly users: readonly GoogleUser[];
  readonly name: string;
};

/** Rejects if the interaction does not belong to this browser. */
const answerInteraction = async (
  { provider, users, name }: Shown,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  await provider.interactionDetails(request, response);
  if (request.method !== "POST") return showSignInPage(response, users, name);
  const accountId = (await formOf(request)).get("user") ?? "";
  const known = users.some(({ sub }) => sub === accountId);
  const result = known
    ? { login: { accountId, remember: false }, select_account: {} }
    : { error: "access_denied", error_description: "The user denied access." };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
};

const formOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const body = await requestText(request, LARGEST_FORM);
  if (body === undefined) throw new Error("the form is too large");
  return new URLSearchParams(body);
};
