/** Messages received by log groups and queues, including dead letters. */
import { byId, el } from "../dom.js";
import { factList, jsonPane } from "./facts.js";
import { chip, logEntry, logList, timeCell } from "./log-list.js";
import { followed } from "./poll.js";

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const fromLogGroup = (name, { sequence, at, event }) => ({
  key: `log ${name} ${sequence}`,
  place: `log group ${name}`,
  at,
  body: event,
  attributes: {},
});
const fromQueue = (name, { sequence, sentAt, body, attributes }) => ({
  key: `queue ${name} ${sequence}`,
  place: `queue ${name}`,
  at: sentAt,
  body: parsed(body),
  attributes,
});

const titleOf = (body) => body?.["detail-type"] ?? "message";

const entryOf = ({ place, at, body, attributes }) => {
  const deadLetter = attributes.ERROR_CODE !== undefined;
  return logEntry({
    failed: deadLetter,
    cells: [
      ["what", el("strong", {}, titleOf(body))],
      ["who", place],
      ["where", deadLetter ? `${attributes.ERROR_CODE}: ${attributes.ERROR_MESSAGE}` : ""],
      ["notes", deadLetter ? `after ${attributes.RETRY_ATTEMPTS} retries` : ""],
      timeCell(at),
      ["end", chip(deadLetter ? "dead letter" : "ok", deadLetter)],
    ],
    details: () => [factList(attributes), jsonPane("Message", body)],
  });
};

/** Starts the list. Returns a function that polls all log groups and queues. */
export const startArrivals = () => {
  const place = byId("filter-place");
  const places = new Map();
  const log = logList({
    list: byId("arrivals"),
    empty: byId("arrivals-empty"),
    words: {
      nothing: "Nothing has arrived yet.",
      noneFits: "Nothing has arrived in this log group or queue.",
    },
    entryOf,
    fits: (arrival) => place.value === "" || arrival.place === place.value,
  });
  byId("arrival-filters").addEventListener("input", log.narrow);
  byId("arrival-filters").addEventListener("submit", (event) => event.preventDefault());
  const follow = (kind, name, field, read) => {
    const path = `${kind}/${encodeURIComponent(name)}`;
    if (places.has(path)) return;
    const add = (items) =>
      log.add(
        items.map((item) => read(name, item)),
        ({ key }) => key,
      );
    places.set(path, followed(path, field, add));
    const title = kind === "queues" ? `queue ${name}` : `log group ${name}`;
    if (![...place.options].some(({ value }) => value === title))
      place.append(el("option", { value: title }, title));
  };
  return {
    queues: ({ queues }) => {
      for (const name of queues) follow("queues", name, "messages", fromQueue);
    },
    logGroups: ({ logGroups }) => {
      for (const name of logGroups) follow("log-groups", name, "entries", fromLogGroup);
    },
    ask: () => Promise.all([...places.values()].map(({ ask }) => ask())),
    clear: () => {
      places.clear();
      log.clear();
    },
  };
};
