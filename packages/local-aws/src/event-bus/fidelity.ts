/** Fidelity of the event bus. */
import {
  type ComponentFidelity,
  done,
  type FidelityRow,
  missing,
  partial,
  unknowable,
} from "../fidelity/row.js";

const operations: readonly FidelityRow[] = [
  done(
    "operation",
    "PutEvents",
    "put-events: answers an id for each entry and delivers the documented envelope",
  ),
  done(
    "operation",
    "CreateEventBus, DescribeEventBus, ListEventBuses, DeleteEventBus",
    "rules-and-targets: are created, described, listed in pages and deleted",
  ),
  done(
    "operation",
    "PutRule, DescribeRule, ListRules, EnableRule, DisableRule, DeleteRule",
    "rules-and-targets: are put, described, listed, disabled, enabled and deleted",
  ),
  done(
    "operation",
    "PutTargets, ListTargetsByRule, RemoveTargets",
    "rules-and-targets: are put, replaced by id, listed and removed",
  ),
  done("operation", "TestEventPattern", "event-pattern: must all match, at every depth"),
  done(
    "operation",
    "CreateArchive, DescribeArchive, UpdateArchive, DeleteArchive",
    "archives: is created, described, changed and deleted",
  ),
  done("operation", "ListArchives", "archives: are listed in pages, by one of prefix, source and state"),
  done(
    "operation",
    "StartReplay, DescribeReplay",
    "replays: sends the events of its range again, with their ids and the name of the replay, minute by minute",
  ),
  done("operation", "CancelReplay", "replays: ends after the minute under way when it is cancelled"),
  done("operation", "ListReplays", "replays: are listed by one of prefix, source and state"),
  done(
    "operation",
    "UpdateEventBus, ListRuleNamesByTarget",
    "tags: a bus gets another description, and the rules of a target are listed",
  ),
  done(
    "operation",
    "TagResource, UntagResource, ListTagsForResource",
    "tags: tags are added, replaced by key, and removed",
  ),
  missing("operation", "PutPermission, RemovePermission", "there is no authorization"),
  missing(
    "operation",
    "CreateApiDestination, DescribeApiDestination, ListApiDestinations, UpdateApiDestination, DeleteApiDestination, CreateConnection, DescribeConnection, ListConnections, UpdateConnection, DeauthorizeConnection, DeleteConnection",
  ),
  missing(
    "operation",
    "CreateEndpoint, DescribeEndpoint, ListEndpoints, UpdateEndpoint, DeleteEndpoint",
    "there is one region",
  ),
  missing(
    "operation",
    "CreatePartnerEventSource, DescribePartnerEventSource, ListPartnerEventSources, ListPartnerEventSourceAccounts, DeletePartnerEventSource, PutPartnerEvents, ActivateEventSource, DeactivateEventSource, DescribeEventSource, ListEventSources",
  ),
];

const behaviours: readonly FidelityRow[] = [
  done(
    "behaviour",
    "Errors of single entries",
    "put-events: fails alone, in its place, while the others are taken",
  ),
  done("behaviour", "Request size limit", "put-events: at one mebibyte, counted as EventBridge counts"),
  done(
    "behaviour",
    "Unknown bus",
    "put-events: answers success for a bus that does not exist, and drops the event",
  ),
  done("behaviour", "Comparison operators of patterns", "event-pattern: the list"),
  done("behaviour", "$or", "event-pattern: nests at any depth, and multiplies with its neighbours"),
  done(
    "behaviour",
    "Fields inside an array",
    "event-pattern: inside an array must be met by one and the same element",
  ),
  done("behaviour", "Input and InputPath", "target-input: can be a constant"),
  partial(
    "behaviour",
    "InputTransformer",
    "target-input: can be a template whose variables keep their JSON types outside of quotes",
    "if the filled template is not JSON, the event is not delivered; templates with several strings are not supported",
  ),
  done(
    "behaviour",
    "RetryPolicy",
    "delivery: that cannot take the event yet gets it again, with growing waits",
  ),
  partial(
    "behaviour",
    "Delays between retries",
    "delivery: that throws runs twice more, and then its own failure destination gets the record",
    "shorter: 200 ms, doubling to a minute; functions after 1 and 2 s",
  ),
  unknowable(
    "behaviour",
    "Body of a dead-letter message",
    "the original event, with EventBridge's message attributes",
    "delivery: that never takes it loses it to the dead-letter queue after its last attempt",
  ),
  unknowable(
    "behaviour",
    "InputPath that matches nothing",
    "null is delivered",
    "target-input: can be the part at $.detail.nothing.here",
  ),
  done(
    "behaviour",
    "Forwarding to another bus",
    "delivery: is forwarded to another bus as it is, but only once",
  ),
  done("behaviour", "rate and cron", "schedule: sends its targets a scheduled event of EventBridge's own"),
  done(
    "behaviour",
    "Rules and buses of a template",
    "rules-and-targets: declares buses and rules that work from the start",
  ),
  partial(
    "behaviour",
    "Archives",
    "archives: keeps the events of its own bus that match its pattern",
    "events are archived immediately; the service takes about ten minutes",
  ),
  missing(
    "behaviour",
    "Targets other than functions, queues, log groups and buses",
    "rejected by PutTargets",
  ),
  missing("behaviour", "Pending retries across a restart", "they are in memory"),
  missing("behaviour", "Pipes and the schema registry"),
  unknowable("behaviour", "Event buses of the eventsv2 API", "not supported: classic buses only"),
];

export const eventBusFidelity: ComponentFidelity = {
  folder: "event-bus",
  title: "Event bus (EventBridge)",
  rows: [...operations, ...behaviours],
};
