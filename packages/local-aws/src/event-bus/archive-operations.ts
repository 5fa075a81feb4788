/** CreateArchive, DescribeArchive, ListArchives, UpdateArchive and DeleteArchive. */

import type { Operation } from "../aws-json/call.js";
import type { JsonObject } from "../aws-json/json.js";
import { onlyOne, pageOf, requiredText, textField, wholeNumber } from "../aws-json/request-fields.js";
import { notFound, ServiceError, validationError } from "../aws-json/service-error.js";
import { Archive, type ArchiveSettings, type Archives } from "./archives.js";
import type { BusRegistry } from "./bus-registry.js";
import { LONGEST_PATTERN, readPattern } from "./read-pattern.js";

const ARCHIVE_NAME = { max: 48, pattern: /^[.\-_A-Za-z0-9]+$/ };
const LONGEST_RETENTION_DAYS = 2 ** 31 - 1;

export const archiveOperations = (
  registry: BusRegistry,
  archives: Archives,
  now: () => number,
): Readonly<Record<string, Operation>> => {
  const named = (input: JsonObject): Archive =>
    archives.require(requiredText(input, "ArchiveName", ARCHIVE_NAME));

  return {
    CreateArchive: (input) => {
      const archive = readArchive(input, registry, now());
      if (archives.find(archive.name) !== undefined)
        throw new ServiceError("ResourceAlreadyExistsException", `Archive ${archive.name} already exists.`);
      archives.add(archive);
      return stateOf(archive);
    },
    DescribeArchive: (input) => described(named(input), now()),
    ListArchives: (input) => {
      const { page, ...next } = pageOf(input, archives.all.filter(selection(input)));
      return { Archives: page.map((archive) => summary(archive, now())), ...next };
    },
    UpdateArchive: (input) => {
      const archive = named(input);
      archive.settings = { ...archive.settings, ...readSettings(input) };
      return stateOf(archive);
    },
    DeleteArchive: (input) => {
      archives.delete(named(input).name);
      return {};
    },
  };
};

const readArchive = (input: JsonObject, registry: BusRegistry, createdAt: number): Archive => {
  const name = requiredText(input, "ArchiveName", ARCHIVE_NAME);
  const source = requiredText(input, "EventSourceArn", { max: 1600 });
  if (!/^arn:[^:]+:events:[^:]*:\d{12}:event-bus\/.+$/.test(source))
    throw validationError("Parameter EventSourceArn is not valid. Reason: Must contain an event bus ARN.");
  const bus = registry.find(source);
  if (bus === undefined) throw notFound(`Event bus ${source.slice(source.indexOf("/") + 1)} does not exist.`);
  const arn = `arn:aws:events:${registry.region}:${registry.accountId}:archive/${name}`;
  return new Archive({ name, arn, bus, createdAt }, { retentionDays: 0, ...readSettings(input) });
};

/** Settings that the request leaves out stay unchanged. */
const readSettings = (input: JsonObject): Partial<ArchiveSettings> => {
  const description = textField(input, "Description", { max: 512 });
  const pattern = textField(input, "EventPattern", { max: LONGEST_PATTERN });
  const retentionDays = wholeNumber(input, "RetentionDays", 0, LONGEST_RETENTION_DAYS);
  return {
    ...(description !== undefined && { description }),
    ...(pattern !== undefined && { eventPattern: readPattern(pattern) }),
    ...(retentionDays !== undefined && { retentionDays }),
  };
};

const selection = (input: JsonObject): ((archive: Archive) => boolean) => {
  onlyOne(input, ["NamePrefix", "State", "EventSourceArn"]);
  const prefix = textField(input, "NamePrefix", ARCHIVE_NAME) ?? "";
  const source = textField(input, "EventSourceArn", { max: 1600 });
  const state = textField(input, "State") ?? "ENABLED";
  return ({ name, bus }) =>
    name.startsWith(prefix) && (source === undefined || bus.arn === source) && state === "ENABLED";
};

const stateOf = ({ arn, createdAt }: Archive): Record<string, unknown> => ({
  ArchiveArn: arn,
  State: "ENABLED",
  CreationTime: createdAt / 1000,
});

const summary = (archive: Archive, now: number): Record<string, unknown> => {
  const { eventCount, sizeBytes } = archive.size(now);
  return {
    ArchiveName: archive.name,
    EventSourceArn: archive.bus.arn,
    State: "ENABLED",
    RetentionDays: archive.settings.retentionDays,
    SizeBytes: sizeBytes,
    EventCount: eventCount,
    CreationTime: archive.createdAt / 1000,
  };
};

const described = (archive: Archive, now: number): Record<string, unknown> => {
  const { description, eventPattern } = archive.settings;
  return {
    ...summary(archive, now),
    ArchiveArn: archive.arn,
    ...(description !== undefined && { Description: description }),
    ...(eventPattern !== undefined && { EventPattern: eventPattern.text }),
  };
};
