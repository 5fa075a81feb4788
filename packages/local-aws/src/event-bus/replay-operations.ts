/** StartReplay, DescribeReplay, ListReplays and CancelReplay. */

import type { Operation } from "../aws-json/call.js";
import { isJsonObject, type JsonObject } from "../aws-json/json.js";
import {
  constraint,
  onlyOne,
  pageOf,
  requiredText,
  requiredTime,
  serializationError,
  textField,
} from "../aws-json/request-fields.js";
import { notFound, ServiceError, validationError } from "../aws-json/service-error.js";
import type { Archive, Archives } from "./archives.js";
import type { Bus, BusRegistry } from "./bus-registry.js";
import type { Replay, Replays } from "./replays.js";

const REPLAY_NAME = { max: 64, pattern: /^[.\-_A-Za-z0-9]+$/ };

interface ReplayDeps {
  readonly registry: BusRegistry;
  readonly archives: Archives;
  readonly replays: Replays;
  now(): number;
}

export const replayOperations = (deps: ReplayDeps): Readonly<Record<string, Operation>> => {
  const { replays, now } = deps;
  const named = (input: JsonObject): Replay => {
    const name = requiredText(input, "ReplayName", REPLAY_NAME);
    const replay = replays.find(name);
    if (replay === undefined) throw notFound(`Replay ${name} does not exist.`);
    return replay;
  };

  return {
    StartReplay: (input) => {
      const { replay, archive } = readReplay(deps, input);
      if (replays.find(replay.name) !== undefined)
        throw new ServiceError("ResourceAlreadyExistsException", `Replay ${replay.name} already exists.`);
      replays.start(replay, archive.between(replay.startMs, replay.endMs, now()));
      return { ReplayArn: replay.arn, State: "STARTING", ReplayStartTime: replay.startedAt / 1000 };
    },
    DescribeReplay: (input) => described(named(input)),
    ListReplays: (input) => {
      const { page, ...next } = pageOf(input, replays.all.filter(selection(input)));
      return { Replays: page.map(summary), ...next };
    },
    CancelReplay: (input) => {
      const replay = named(input);
      if (replay.state !== "STARTING" && replay.state !== "RUNNING")
        throw new ServiceError(
          "IllegalStatusException",
          `Replay ${replay.name} is not in a valid state for this operation.`,
        );
      replay.state = "CANCELLING";
      return { ReplayArn: replay.arn, State: "CANCELLING" };
    },
  };
};

const readReplay = (
  { registry, archives, now }: ReplayDeps,
  input: JsonObject,
): { replay: Replay; archive: Archive } => {
  const name = requiredText(input, "ReplayName", REPLAY_NAME);
  const description = textField(input, "Description", { max: 512 });
  const archiveArn = requiredText(input, "EventSourceArn", { max: 1600 });
  const startMs = requiredTime(input, "EventStartTime");
  const endMs = requiredTime(input, "EventEndTime");
  const archive = archives.all.find(({ arn }) => arn === archiveArn);
  if (archive === undefined) {
    const missing = archiveArn.slice(archiveArn.lastIndexOf("/") + 1);
    throw invalid("EventSourceArn", `Archive ${missing} does not exist.`);
  }
  const ruleArns = readDestination(input, registry, archive.bus);
  if (startMs >= endMs) throw invalid("EventEndTime", "EventStartTime must be before EventEndTime.");
  const replay: Replay = {
    name,
    arn: `arn:aws:events:${registry.region}:${registry.accountId}:replay/${name}`,
    ...(description !== undefined && { description }),
    archiveArn,
    bus: archive.bus,
    ...(ruleArns !== undefined && { ruleArns }),
    startMs,
    endMs,
    startedAt: now(),
    state: "STARTING",
  };
  return { replay, archive };
};

/** Returns the rules that the destination names, or undefined. */
const readDestination = (input: JsonObject, registry: BusRegistry, source: Bus): string[] | undefined => {
  const destination = input.Destination ?? undefined;
  if (destination === undefined) throw constraint("Destination", "Member must not be null");
  if (!isJsonObject(destination)) throw serializationError("Destination");
  const arn = requiredText(destination, "Arn", { max: 1600 });
  if (!/^arn:[^:]+:events:[^:]*:\d{12}:event-bus\/.+$/.test(arn))
    throw invalid("Destination.Arn", "Must contain an event bus ARN.");
  const bus = registry.find(arn);
  if (bus === undefined) throw notFound(`Event bus ${arn.slice(arn.indexOf("/") + 1)} does not exist.`);
  if (bus !== source) throw invalid("Destination.Arn", "Cross event bus replay is not permitted.");
  const filters = destination.FilterArns ?? [];
  if (!Array.isArray(filters)) throw serializationError("FilterArns");
  const known = new Set(bus.rules.map((rule) => rule.arn));
  const unknown = filters.find((each) => typeof each !== "string" || !known.has(each));
  if (unknown !== undefined)
    throw invalid("Destination.FilterArns", `${String(unknown)} is not a rule of the event bus.`);
  return filters.length === 0 ? undefined : filters.map(String);
};

const invalid = (name: string, reason: string): ServiceError =>
  validationError(`Parameter ${name} is not valid. Reason: ${reason}`);

const selection = (input: JsonObject): ((replay: Replay) => boolean) => {
  onlyOne(input, ["NamePrefix", "State", "EventSourceArn"]);
  const prefix = textField(input, "NamePrefix", REPLAY_NAME) ?? "";
  const source = textField(input, "EventSourceArn", { max: 1600 });
  const wanted = textField(input, "State");
  return ({ name, archiveArn, state }) =>
    name.startsWith(prefix) &&
    (source === undefined || archiveArn === source) &&
    (wanted === undefined || state === wanted);
};

const summary = (replay: Replay): Record<string, unknown> => ({
  ReplayName: replay.name,
  EventSourceArn: replay.archiveArn,
  State: replay.state,
  EventStartTime: replay.startMs / 1000,
  EventEndTime: replay.endMs / 1000,
  ReplayStartTime: replay.startedAt / 1000,
  ...(replay.lastEventMs !== undefined && { EventLastReplayedTime: replay.lastEventMs / 1000 }),
  ...(replay.endedAt !== undefined && { ReplayEndTime: replay.endedAt / 1000 }),
});

const described = (replay: Replay): Record<string, unknown> => ({
  ...summary(replay),
  ReplayArn: replay.arn,
  ...(replay.description !== undefined && { Description: replay.description }),
  Destination: {
    Arn: replay.bus.arn,
    ...(replay.ruleArns !== undefined && { FilterArns: replay.ruleArns }),
  },
});
