/**
 * Endpoints of users that make something and take an idempotency key. The first request with a key is recorded for a
 * day, and its answer, encrypted, once there is one. A repetition gets that answer, if the user may still see it. If
 * the answer was lost, the request runs again and draws the same ids, so that it finds what the first attempt made. Of
 * parallel attempts, one runs and the others wait for it.
 *
 * A secret is never stored. Its request runs again for a minute, in the same session only, and draws the same secret.
 */
import type * as z from "zod/mini";
import type { Actor, UserActor } from "../domain/actor.js";
import { AuthError } from "../domain/errors.js";
import { isRecord } from "../domain/record.js";
import { DAY_SECONDS, secondsAt } from "../domain/seconds.js";
import type { BegunRequest, FirstRequest } from "../ports/idempotency.js";
import type { Ports } from "../ports/index.js";
import { type ActorDeps, actorOfRequest, userOfRequest } from "./actor-of-request.js";
import { type Endpoint, type HttpRequest, type HttpResponse, withBodyAndKey } from "./http-endpoint.js";
import { idempotencyKeyIn } from "./idempotency-key.js";
import { LONGEST_WORK_MS } from "./invocation-deadline.js";

export type OnceDeps = ActorDeps &
  Pick<
    Ports,
    | "answerSeals"
    | "deadline"
    | "firstRequests"
    | "minimumDuration"
    | "pseudonyms"
    | "random"
    | "seededRandom"
  >;

/** An attempt to run a request. */
export type Attempt = {
  /** With an idempotency key, the sources of new ids and texts. They replace those of the flow. */
  readonly sources: Partial<Pick<Ports, "random" | "apiKeyTexts">>;
  /** Names the request: all attempts of one request have the same name. */
  readonly act: string;
  /** True if an earlier attempt may have made something. */
  readonly repeated: boolean;
  /** The first id that an earlier attempt drew; undefined if there was none. */
  readonly earlierId: (prefix: string) => string | undefined;
};

type Once<Who, Body> = {
  readonly run: (actor: Who, body: Body, request: HttpRequest, attempt: Attempt) => Promise<HttpResponse>;
} & (
  | {
      /** Rejects if the user may not see the body of the first answer any more. */
      readonly maySee: (actor: UserActor, body: Readonly<Record<string, unknown>>) => Promise<unknown>;
    }
  /** The answer holds a secret: it is not stored. `run` checks what the user may see. */
  | { readonly secret: true }
);

const KEPT_SECONDS = DAY_SECONDS;
const SECRET_SECONDS = 60;
/** The part of the function's time in which a repetition waits. The rest is for its own attempt. */
const WAITING_SHARE = 0.5;
const PAUSE_MS = 200;
const RETRY_SECONDS = 2;

/** @throws AuthError as `withBody` and `userOfRequest`; `conflict` for the key of another request. */
export const forUserOnce = <Shape extends z.core.$ZodType>(
  deps: OnceDeps,
  shape: Shape,
  once: Once<UserActor, z.infer<Shape>>,
): Endpoint => onceEndpoint(deps, shape, once, userOfRequest);

/** As `forUserOnce`. The request of an API key runs without regard to an idempotency key, and must be refused. */
export const forActorOnce = <Shape extends z.core.$ZodType>(
  deps: OnceDeps,
  shape: Shape,
  once: Once<Actor, z.infer<Shape>>,
): Endpoint => onceEndpoint(deps, shape, once, actorOfRequest);

const onceEndpoint = <Who extends Actor, Shape extends z.core.$ZodType>(
  deps: OnceDeps,
  shape: Shape,
  once: Once<Who, z.infer<Shape>>,
  actorOf: (deps: ActorDeps, request: HttpRequest) => Promise<Who>,
): Endpoint =>
  withBodyAndKey(shape, async (body, request) => {
    const key = idempotencyKeyIn(request.headers);
    const who = await actorOf(deps, request);
    const actor: Actor = who;
    const run = (attempt: Attempt) => once.run(who, body, request, attempt);
    return key === undefined || actor.credential === "api_key"
      ? run(only(request))
      : runOnce(deps, { actor, body, request, key, once }, run);
  });

/** The only attempt of a request without a key. */
const only = ({ caller }: HttpRequest): Attempt => ({
  sources: {},
  act: caller.requestId,
  repeated: false,
  earlierId: () => undefined,
});

type Keyed = {
  readonly actor: UserActor;
  readonly body: unknown;
  readonly request: HttpRequest;
  readonly key: string;
  readonly once: Once<never, never>;
};

const runOnce = async (
  deps: OnceDeps,
  keyed: Keyed,
  run: (attempt: Attempt) => Promise<HttpResponse>,
): Promise<HttpResponse> => {
  const { actor, once } = keyed;
  const { id, fingerprint, secret } = await namesOf(deps, keyed);
  const beganAtSeconds = secondsAt(deps.clock.now());
  const mine = { fingerprint, seed: deps.random.token(), beganAtSeconds };
  const first = await begun(deps, id, mine);
  if (first.fingerprint !== fingerprint) throw new AuthError("conflict");
  const repeated = first.seed !== mine.seed;
  const seed = `${first.seed}${secret}`;
  const attempt = async (): Promise<HttpResponse> => {
    if ("secret" in once && beganAtSeconds >= first.beganAtSeconds + SECRET_SECONDS)
      throw new AuthError("conflict");
    const stored = answerIn(deps, first, seed);
    // Another attempt did not end in time.
    if (stored === undefined && !first.held && first.answer === undefined)
      throw new AuthError("conflict", { retryAfterSeconds: RETRY_SECONDS });
    const response = stored ?? (await run(attemptOf(deps, { seed, repeated })));
    if (repeated && "maySee" in once) await once.maySee(actor, isRecord(response.body) ? response.body : {});
    if (first.answer === undefined && "maySee" in once)
      await deps.firstRequests.answer(id, first.seed, deps.answerSeals.seal(JSON.stringify(response), seed));
    return response;
  };
  // Without effect after an answer.
  return attempt().finally(() => (first.held ? deps.firstRequests.release(id, first) : undefined));
};

/** Waits while another attempt runs: beside it, a repetition would send another mail, or count twice. */
const begun = async (
  deps: OnceDeps,
  id: string,
  mine: Pick<FirstRequest, "fingerprint" | "seed" | "beganAtSeconds">,
): Promise<BegunRequest> => {
  const leftMs = Math.min(deps.deadline.remainingMs(), LONGEST_WORK_MS.request);
  const startMs = deps.clock.now().getTime();
  for (;;) {
    const now = deps.clock.now();
    const first = await deps.firstRequests.begin(id, {
      ...mine,
      expiresAtSeconds: secondsAt(now) + KEPT_SECONDS,
      heldUntilSeconds: secondsAt(now) + Math.ceil(leftMs / 1000) + 1,
    });
    const isRunning = !first.held && first.answer === undefined && first.fingerprint === mine.fingerprint;
    const waitedMs = deps.clock.now().getTime() - startMs;
    if (!isRunning || waitedMs >= leftMs * WAITING_SHARE) return first;
    await deps.minimumDuration.until(new Date(startMs + waitedMs + PAUSE_MS));
  }
};

/**
 * The id of the record, the fingerprint of the request, and the part of its seed that is not stored. A secret belongs to
 * the session that asked for it.
 */
const namesOf = async ({ pseudonyms }: OnceDeps, { actor, body, request, key, once }: Keyed) => {
  const { userId, sessionId } = actor;
  const session = "secret" in once ? sessionId : "";
  const what = JSON.stringify([request.route, request.path, body, session]);
  const [id, fingerprint, secret] = await Promise.all(
    [
      `idempotency key\n${userId}\n${key}`,
      `idempotent request\n${what}`,
      `idempotent seed\n${userId}\n${session}\n${key}`,
    ].map((text) => pseudonyms.of(text)),
  );
  if (id === undefined || fingerprint === undefined || secret === undefined) throw new AuthError("internal");
  return { id, fingerprint, secret };
};

const attemptOf = (
  { seededRandom }: OnceDeps,
  { seed, repeated }: { seed: string; repeated: boolean },
): Attempt => {
  const sources = seededRandom.from(seed);
  return {
    sources: { random: sources, apiKeyTexts: sources },
    act: seededRandom.from(`act of ${seed}`).id("act"),
    repeated,
    earlierId: (prefix) => (repeated ? seededRandom.from(seed).id(prefix) : undefined),
  };
};

/** Undefined if there is none, or if it cannot be opened since the stage's secret changed. */
const answerIn = (
  { answerSeals }: OnceDeps,
  { answer }: FirstRequest,
  seed: string,
): HttpResponse | undefined => {
  const text = answer === undefined ? undefined : answerSeals.open(answer, seed);
  return text === undefined ? undefined : (JSON.parse(text) as HttpResponse);
};
