/**
 * Endpoints behind the authorizer. The body is checked first, then the actor of the request. `run` gets both.
 */
import type * as z from "zod/mini";
import type { Actor, UserActor } from "../domain/actor.js";
import { type ActorDeps, actorOfRequest, userOfRequest } from "./actor-of-request.js";
import {
  type Endpoint,
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  withBody,
  withoutBody,
} from "./http-endpoint.js";

export type ActorEndpointDeps = HttpDeps & ActorDeps;

type Run<Who> = (actor: Who, request: HttpRequest) => Promise<HttpResponse>;
type RunWithBody<Who, Body> = (actor: Who, body: Body, request: HttpRequest) => Promise<HttpResponse>;

/** For users and API keys. @throws AuthError as `actorOfRequest`. */
export const forActor = (deps: ActorDeps, run: Run<Actor>): Endpoint =>
  withoutBody(async (request) => run(await actorOfRequest(deps, request), request));

/** @throws AuthError as `withBody` and `actorOfRequest`. */
export const forActorWithBody = <Shape extends z.core.$ZodType>(
  deps: ActorDeps,
  shape: Shape,
  run: RunWithBody<Actor, z.infer<Shape>>,
): Endpoint =>
  withBody(shape, async (body, request) => run(await actorOfRequest(deps, request), body, request));

/** For users only. @throws AuthError as `userOfRequest`. */
export const forUser = (deps: ActorDeps, run: Run<UserActor>): Endpoint =>
  withoutBody(async (request) => run(await userOfRequest(deps, request), request));

/** @throws AuthError as `withBody` and `userOfRequest`. */
export const forUserWithBody = <Shape extends z.core.$ZodType>(
  deps: ActorDeps,
  shape: Shape,
  run: RunWithBody<UserActor, z.infer<Shape>>,
): Endpoint =>
  withBody(shape, async (body, request) => run(await userOfRequest(deps, request), body, request));
