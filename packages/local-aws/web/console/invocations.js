/** The trigger invocations: what each function was sent, what it answered, and what became of it. */
import { byId, el } from "../dom.js";
import { code, factList, jsonPane } from "./facts.js";
import { chip, logEntry, logList, timeCell } from "./log-list.js";

const functionName = (arn) => arn.split(":function:")[1] ?? arn;

/** Everything by which a person can be looked for. */
const namesOf = ({ event }) => {
  const { email = "", phone_number = "", sub = "" } = event?.request?.userAttributes ?? {};
  return [event?.userName ?? "", email, phone_number, sub];
};

const whoOf = (invocation) => {
  const [userName, email, phone] = namesOf(invocation);
  return email || phone || userName || "nobody yet";
};

const FAULTS = {
  "trigger-slow": "slow on purpose",
  "trigger-fails": "failed on purpose",
  "trigger-repeats": "repeated on purpose",
};

const attemptWords = ({ attempts }) =>
  attempts.length === 0
    ? "the function was not reached before the answer was given up"
    : attempts
        .map(({ outcome, durationMs }, index) => `${index + 1}: ${outcome} after ${durationMs} ms`)
        .join(", ");

/** What differs from the event says it all when the rest came back as it was sent. */
const answerPane = ({ event, answer }) => {
  if (answer === undefined) return el("p", { class: "hint" }, "No answer was taken.");
  const { response, ...rest } = Object(answer);
  const { response: _, ...sent } = Object(event);
  const same = response !== undefined && JSON.stringify(rest) === JSON.stringify(sent);
  return same
    ? jsonPane("Response", response, "The rest of the answer is the event as it was sent.")
    : jsonPane("Answer", answer);
};

const behind = (invocation) => [
  ...(invocation.error ? [el("p", { class: "notice failed" }, invocation.error)] : []),
  factList({
    Function: code(invocation.functionArn),
    Person: [...new Set(namesOf(invocation).filter(Boolean))].join(" · "),
    Client: code(invocation.event?.callerContext?.clientId ?? "none"),
    Pool: code(invocation.poolId),
    Attempts: attemptWords(invocation),
    Fault: FAULTS[invocation.fault] ?? invocation.fault,
  }),
  el("div", { class: "panes" }, jsonPane("Event", invocation.event), answerPane(invocation)),
];

const tag = (text) => el("span", { class: "tag" }, text);

const entryOf = (invocation) => {
  const { trigger, triggerSource, functionArn, durationMs, attempts, error, fault } = invocation;
  return logEntry({
    failed: error !== undefined,
    cells: [
      ["what", el("strong", {}, trigger), " ", code(triggerSource)],
      ["who", whoOf(invocation)],
      ["where", code(functionName(functionArn))],
      [
        "notes",
        fault ? tag(FAULTS[fault] ?? fault) : "",
        attempts.length > 1 ? tag(`${attempts.length} attempts`) : "",
        `${durationMs} ms`,
      ],
      timeCell(invocation.at),
      ["end", chip(error ? "error" : "ok", error !== undefined)],
    ],
    details: () => behind(invocation),
  });
};

/** Starts the list; answers how to add to it and how to empty it. The address may carry filters. */
export const startInvocations = () => {
  const trigger = byId("filter-trigger");
  const person = byId("filter-person");
  const errors = byId("filter-errors");
  const asked = new URLSearchParams(location.search);
  const offered = new Set([""]);
  const offer = (name) => {
    if (offered.has(name)) return;
    offered.add(name);
    trigger.append(el("option", { value: name }, name));
  };
  const log = logList({
    list: byId("invocations"),
    empty: byId("invocations-empty"),
    words: {
      nothing: "No trigger has run yet. Sign somebody up or in, and it appears here.",
      noneFits: "No invocation fits these filters.",
    },
    entryOf,
    fits: (invocation) =>
      (trigger.value === "" || invocation.trigger === trigger.value) &&
      (!errors.checked || invocation.error !== undefined) &&
      namesOf(invocation).some((name) => name.toLowerCase().includes(person.value.trim().toLowerCase())),
  });
  offer(asked.get("trigger") ?? "");
  trigger.value = asked.get("trigger") ?? "";
  person.value = asked.get("person") ?? "";
  errors.checked = asked.has("errors");
  byId("invocation-filters").addEventListener("input", log.narrow);
  byId("invocation-filters").addEventListener("submit", (event) => event.preventDefault());
  byId("clear-invocations").addEventListener("click", log.clear);
  return {
    add: (invocations) => {
      for (const { trigger: name } of invocations) offer(name);
      log.add(invocations, ({ sequence }) => sequence);
    },
    clear: log.clear,
  };
};
