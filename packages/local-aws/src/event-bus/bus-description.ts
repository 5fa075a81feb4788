/** `GET /_local/buses`: the buses with their rules and targets, archives and replays, for the console. */

import { parseJson } from "../aws-json/json.js";
import type { Archives } from "./archives.js";
import type { Bus, BusRegistry, Rule } from "./bus-registry.js";
import type { BusTarget } from "./bus-target.js";
import type { Replays } from "./replays.js";

interface Described {
  readonly registry: BusRegistry;
  readonly archives: Archives;
  readonly replays: Replays;
  now(): number;
}

export const describeBuses = ({ registry, archives, replays, now }: Described) => ({
  buses: registry.all.map(describedBus),
  archives: archives.all.map((archive) => ({
    name: archive.name,
    bus: archive.bus.name,
    pattern: patternOf(archive.settings),
    retentionDays: archive.settings.retentionDays,
    ...archive.size(now()),
  })),
  replays: replays.all.map(({ name, bus, archiveArn, state, startMs, endMs, lastEventMs }) => ({
    name,
    bus: bus.name,
    archive: archiveArn.slice(archiveArn.lastIndexOf("/") + 1),
    state,
    startMs,
    endMs,
    lastEventMs,
  })),
});

const describedBus = ({ name, arn, rules }: Bus) => ({ name, arn, rules: rules.map(describedRule) });

const describedRule = (rule: Rule) => ({
  name: rule.name,
  enabled: rule.enabled,
  pattern: patternOf(rule),
  schedule: rule.schedule?.text,
  targets: [...rule.targets.values()].map(describedTarget),
});

const describedTarget = ({ id, arn, kind, deadLetterArn, maximumRetryAttempts }: BusTarget) => ({
  id,
  arn,
  kind,
  deadLetterArn,
  maximumRetryAttempts,
});

const patternOf = ({ eventPattern }: { readonly eventPattern?: { readonly text: string } }) =>
  eventPattern && parseJson(eventPattern.text);
