/** Trigger invocations: event, response and outcome. */
import { byId, el } from "../dom.js";
import { code, factList, jsonPane } from "./facts.js";
import { chip, logEntry, logList, timeCell } from "./log-list.js";

const functionName = (arn) => arn.split(":function:")[1] ?? arn;

/** The values that the user filter searches. */
const namesOf = ({ event }) => {
  const { email = "", phone_number = "", sub = "" } = event?.request?.userAttributes ?? {};
  return [event?.userName ?? "", email, phone_number, sub];
};

const whoOf = (invocation) => {
  const [userName, email, phone] = namesOf(invocation);
  return email || phone || userName || "no user yet";
};

const FAULTS = {
  "trigger-slow": "injected delay",
  "trigger-fails": "injected failure",
  "trigger-repeats": "injected repetition",
};

const attemptWords = ({ attempts }) =>
  attempts.length === 0
    ? "timed out before the function was reached"
    : attempts
        .map(({ outcome, durationMs }, index) => `${index + 1}: ${outcome} after ${durationMs} ms`)
        .join(", ");

/** Shows only the response if the function returned the rest of the event unchanged. */
const answerPane = ({ event, answer }) => {
  if (answer === undefined) return el("p", { class: "hint" }, "No response was accepted.");
  const { response, ...rest } = Object(answer);
  const { response: _, ...sent } = Object(event);
  const same = response !== undefined && JSON.stringify(rest) === JSON.stringify(sent);
  return same
    ? jsonPane("Response", response, "The function returned the rest of the event unchanged.")
    : jsonPane("Answer", answer);
};

const behind = (invocation) => [
  ...(invocation.error ? [el("p", { class: "notice failed" }, invocation.error)] : []),
  factList({
    Function: code(invocation.functionArn),
    User: [...new Set(namesOf(invocation).filter(Boolean))].join(" · "),
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

/**
 * Starts the list. Returns functions that add invocations and clear the list. The URL may contain filters.
 */
export const startInvocations = () => {
  const trigger = byId("filter-trigger");
  const user = byId("filter-user");
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
      nothing: "No trigger has run yet. Sign a user up or in to see trigger invocations here.",
      noneFits: "No invocations match these filters.",
    },
    entryOf,
    fits: (invocation) =>
      (trigger.value === "" || invocation.trigger === trigger.value) &&
      (!errors.checked || invocation.error !== undefined) &&
      namesOf(invocation).some((name) => name.toLowerCase().includes(user.value.trim().toLowerCase())),
  });
  offer(asked.get("trigger") ?? "");
  trigger.value = asked.get("trigger") ?? "";
  user.value = asked.get("user") ?? "";
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
