/** Events on the buses: the matching rules and the states of their deliveries. */
import { byId, el } from "../dom.js";
import { code, jsonPane, table } from "./facts.js";
import { chip, logEntry, logList, timeCell } from "./log-list.js";

/** Omits region and account, which are always the same locally. */
export const shortArn = (arn) => arn.split(":").slice(5).join(":");

/** Outcomes in order. Repeated outcomes are shown once, with a count. */
export const attemptWords = ({ attempts, reason }) => {
  const runs = [];
  for (const { code: outcome, message } of attempts) {
    const words = message ? `${outcome} (${message})` : outcome;
    if (runs.at(-1)?.words === words) runs.at(-1).count += 1;
    else runs.push({ words, count: 1 });
  }
  const said = runs.map(({ words, count }) => (count === 1 ? words : `${count} × ${words}`));
  return [...said, ...(reason ? [`given up: ${reason}`] : [])].join(", ") || "no attempt yet";
};

/** Number of deliveries in each state, failures first. */
const stateWords = (deliveries) => {
  const counts = new Map();
  for (const { state } of deliveries) counts.set(state, (counts.get(state) ?? 0) + 1);
  return ["given up", "waiting", "under way", "delivered"]
    .filter((state) => counts.has(state))
    .map((state) => `${counts.get(state)} ${state}`)
    .join(", ");
};

const deliveryCells = (delivery) => [
  delivery.rule,
  code(shortArn(delivery.targetArn)),
  chip(delivery.state, delivery.state === "given up"),
  attemptWords(delivery),
];

const behind = ({ event, deliveries }) => [
  deliveries.length === 0
    ? el("p", { class: "hint" }, "This event was not delivered to any target.")
    : table(
        "Deliveries of this event",
        ["Rule", "Target", "State", "Attempts"],
        deliveries.map(deliveryCells),
      ),
  jsonPane("Event", event),
];

const tag = (text) => el("span", { class: "tag" }, text);

const endOf = ({ rules, deliveries }) => {
  if (rules.length === 0) return chip("no rule");
  const bad = deliveries.some(({ state }) => state === "given up");
  return chip(
    bad ? "given up" : deliveries.some(({ state }) => state === "waiting") ? "retrying" : "ok",
    bad,
  );
};

const entryOf = (seen) => {
  const { event, busName, rules, deliveries } = seen;
  return logEntry({
    failed: deliveries.some(({ state }) => state === "given up"),
    cells: [
      ["what", el("strong", {}, event["detail-type"]), " ", code(event.source)],
      ["who", `bus ${busName}`, event["replay-name"] ? ` · replay ${event["replay-name"]}` : ""],
      ["where", ...(rules.length === 0 ? ["no matching rule"] : rules.map(tag))],
      ["notes", stateWords(deliveries)],
      timeCell(seen.at),
      ["end", endOf(seen)],
    ],
    details: () => behind(seen),
  });
};

/** Starts the list. Returns functions that add events, update deliveries and clear the list. */
export const startEvents = () => {
  const bus = byId("filter-bus");
  const text = byId("filter-text");
  const failed = byId("filter-failed");
  const offered = new Set();
  const deliveries = new Map();
  // A replayed event keeps its original id.
  const placeOf = (busName, eventId, replayName = "") => `${busName} ${eventId} ${replayName}`;
  const placeOfEvent = ({ busName, event }) => placeOf(busName, event.id, event["replay-name"]);
  const log = logList({
    list: byId("events"),
    empty: byId("events-empty"),
    words: { nothing: "No events yet.", noneFits: "No events match these filters." },
    entryOf,
    fits: (seen) =>
      (bus.value === "" || seen.busName === bus.value) &&
      (!failed.checked || seen.deliveries.some(({ state }) => state !== "delivered")) &&
      JSON.stringify([seen.event, seen.rules]).toLowerCase().includes(text.value.trim().toLowerCase()),
  });
  const show = (items) => {
    const withDeliveries = items.map((seen) => ({
      ...seen,
      at: Date.parse(seen.event.time),
      deliveries: [...(deliveries.get(placeOfEvent(seen))?.values() ?? [])],
    }));
    log.add(withDeliveries, ({ sequence }) => sequence);
  };
  byId("event-filters").addEventListener("input", log.narrow);
  byId("event-filters").addEventListener("submit", (event) => event.preventDefault());
  byId("clear-events").addEventListener("click", log.clear);
  return {
    add: (events) => {
      for (const { busName } of events.filter(({ busName }) => !offered.has(busName))) {
        offered.add(busName);
        bus.append(el("option", { value: busName }, busName));
      }
      show(events);
    },
    delivered: (changed) => {
      const places = new Set();
      for (const delivery of changed) {
        const place = placeOf(delivery.busName, delivery.eventId, delivery.replayName);
        places.add(place);
        deliveries.set(place, (deliveries.get(place) ?? new Map()).set(delivery.id, delivery));
      }
      show(log.items().filter((seen) => places.has(placeOfEvent(seen))));
    },
    clear: () => {
      deliveries.clear();
      log.clear();
    },
  };
};
