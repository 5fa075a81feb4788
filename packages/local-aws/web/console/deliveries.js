/** Deliveries to targets, including those of scheduled rules: attempts and dead-letter queues. */
import { byId, el } from "../dom.js";
import { attemptWords, shortArn } from "./events.js";
import { code, factList } from "./facts.js";
import { chip, logEntry, logList, timeCell } from "./log-list.js";

const triesWords = ({ attempts }) => (attempts.length === 1 ? "1 try" : `${attempts.length} tries`);

const behind = (delivery) => [
  factList({
    Target: code(delivery.targetArn),
    "Target id": code(delivery.targetId),
    Event: code(delivery.eventId),
    Attempts: attemptWords(delivery),
    "Dead letter": delivery.deadLetterArn && code(delivery.deadLetterArn),
  }),
];

const entryOf = (delivery) => {
  const givenUp = delivery.state === "given up";
  return logEntry({
    failed: givenUp,
    cells: [
      ["what", el("strong", {}, delivery.rule), " ", code(shortArn(delivery.targetArn))],
      ["who", `bus ${delivery.busName}`],
      ["where", delivery.deadLetterArn ? `dead letter to ${shortArn(delivery.deadLetterArn)}` : ""],
      ["notes", triesWords(delivery)],
      timeCell(delivery.at),
      ["end", chip(delivery.state, givenUp)],
    ],
    details: () => behind(delivery),
  });
};

export const startDeliveries = () => {
  const state = byId("filter-state");
  const log = logList({
    list: byId("deliveries"),
    empty: byId("deliveries-empty"),
    words: { nothing: "No deliveries yet.", noneFits: "No delivery is in this state." },
    entryOf,
    fits: (delivery) => state.value === "" || delivery.state === state.value,
  });
  byId("delivery-filters").addEventListener("input", log.narrow);
  byId("delivery-filters").addEventListener("submit", (event) => event.preventDefault());
  return { add: (deliveries) => log.add(deliveries, ({ id }) => id), clear: log.clear };
};
