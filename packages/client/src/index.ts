/** The client of the HTTP API of identity-lifecycle, for browsers, apps and services. It throws for no answer of the API. */
import { buildClient, type ClientOptions, type IdentityClient } from "./client.js";
import { surroundings } from "./tabs.js";

export type * from "./api.js";
export type { AnswerTo, ClientOptions, IdentityClient, InputOf, Route, SignInStep } from "./client.js";
export type { Problem as ClientProblem, Result } from "./problem.js";
export type { Listener, SessionState as ClientSession, TokenStore } from "./session.js";

export const createIdentityClient = (options: ClientOptions = {}): IdentityClient =>
  buildClient(options, surroundings(), Date.now);
