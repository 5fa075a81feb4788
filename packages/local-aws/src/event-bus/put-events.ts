/**
 * PutEvents. Some limits reject the whole request. Errors of single entries are returned next to the accepted
 * entries, in request order (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html).
 */
import { randomUUID } from "node:crypto";
import { isJsonObject, type JsonObject, nestingOf, parseJson } from "../aws-json/json.js";
import { requiredList, serializationError, textField } from "../aws-json/request-fields.js";
import { validationError } from "../aws-json/service-error.js";
import { type BusEvent, eventTime } from "./bus-event.js";
import type { Bus, BusRegistry } from "./bus-registry.js";

export interface EntryError {
  readonly code: string;
  readonly message: string;
}

interface PutEventsDeps {
  readonly registry: BusRegistry;
  now(): number;
  accept(bus: Bus, event: BusEvent): void;
  /** The injected error for the next entry, if any. */
  injectedError(): EntryError | undefined;
}

interface Entry {
  readonly source: string | undefined;
  readonly detailType: string | undefined;
  readonly detail: string | undefined;
  readonly resources: readonly string[];
  readonly timeMs: number | undefined;
  readonly busName: string | undefined;
}

const MOST_ENTRIES = 10;
const SIZE_LIMIT = 1_048_576;
const LONGEST_DETAIL_TYPE = 128;
const DEEPEST_DETAIL = 1000;
const BUS_NAME = /^(arn:aws[\w-]*:events:[a-z0-9-]+:\d{12}:event-bus\/)?[/.\-_A-Za-z0-9]+$/;

export const putEvents =
  (deps: PutEventsDeps) =>
  (input: JsonObject): unknown => {
    const entries = requiredList(input, "Entries", MOST_ENTRIES).map(readEntry);
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) >= SIZE_LIMIT)
      throw validationError("Total size of the entries in the request is over the limit.");
    const results = entries.map((entry) => put(deps, entry));
    return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
  };

const readEntry = (entry: unknown): Entry => {
  if (!isJsonObject(entry)) throw serializationError("Entries");
  const time = entry.Time ?? undefined;
  if (time !== undefined && (typeof time !== "number" || Math.abs(time) > 8.64e12))
    throw serializationError("Time");
  const resources = entry.Resources ?? [];
  if (!Array.isArray(resources)) throw serializationError("Resources");
  const texts = resources.filter((resource) => typeof resource === "string");
  if (texts.length !== resources.length) throw serializationError("Resources");
  textField(entry, "TraceHeader", { max: 500 });
  return {
    source: textField(entry, "Source"),
    detailType: textField(entry, "DetailType"),
    detail: textField(entry, "Detail"),
    resources: texts,
    timeMs: time === undefined ? undefined : time * 1000,
    busName: textField(entry, "EventBusName", { max: 1600, pattern: BUS_NAME }),
  };
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
const sizeOf = ({ timeMs, source = "", detailType = "", detail = "", resources }: Entry): number =>
  (timeMs === undefined ? 0 : 14) +
  [source, detailType, detail, ...resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const put = (
  deps: PutEventsDeps,
  entry: Entry,
): { EventId: string } | { ErrorCode: string; ErrorMessage: string } => {
  const checked = checkEntry(entry);
  const error = "code" in checked ? checked : deps.injectedError();
  if (error !== undefined) return { ErrorCode: error.code, ErrorMessage: error.message };
  const { registry, now, accept } = deps;
  const event: BusEvent = {
    version: "0",
    id: randomUUID(),
    "detail-type": entry.detailType ?? "",
    source: entry.source ?? "",
    account: registry.accountId,
    time: eventTime(entry.timeMs ?? now()),
    region: registry.region,
    resources: entry.resources,
    detail: "code" in checked ? {} : checked.detail,
  };
  // An unknown bus is a success, and the event is dropped: EventBridge does the same.
  const bus = registry.find(entry.busName);
  if (bus !== undefined) accept(bus, event);
  return { EventId: event.id };
};

const checkEntry = ({ source, detailType, detail }: Entry): { detail: JsonObject } | EntryError => {
  for (const [name, value] of Object.entries({ Source: source, DetailType: detailType, Detail: detail }))
    if (!value) return invalid(name, `${name} is a required argument.`);
  if (/^aws\./i.test(source ?? ""))
    return { code: "NotAuthorizedForSourceException", message: "Not authorized for the source." };
  if ((detailType ?? "").length > LONGEST_DETAIL_TYPE)
    return invalid("DetailType", `DetailType may not exceed ${LONGEST_DETAIL_TYPE} characters.`);
  const text = detail ?? "";
  const parsed = nestingOf(text) > DEEPEST_DETAIL ? undefined : parseJson(text);
  return isJsonObject(parsed)
    ? { detail: parsed }
    : { code: "MalformedDetail", message: "Detail is malformed." };
};

const invalid = (name: string, reason: string): EntryError => ({
  code: "InvalidArgument",
  message: `Parameter ${name} is not valid. Reason: ${reason}`,
});
