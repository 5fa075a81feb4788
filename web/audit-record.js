/** The audit record: published events, newest first, each with its complete OCSF document. */
import { byId, clockTime, el } from "./dom.js";
import { follow, showState } from "./stream.js";

const MOST_SHOWN = 300;
const FAILURE = 2; // OCSF status_id

/** The summary of an event, with or without an EventBridge envelope. */
export const summaryOf = (event) => {
  const document = event.detail ?? event;
  const { metadata = {}, unmapped = {} } = document;
  const type = event["detail-type"] ?? metadata.event_code ?? "event";
  return {
    key: metadata.uid ?? event.id ?? JSON.stringify(document),
    type,
    subject: unmapped.subject ?? document.user?.uid ?? "",
    sequence: metadata.sequence,
    time: document.time ?? event.time ?? Date.now(),
    failed: document.status_id === FAILURE,
    message: [document.message, document.status_detail].filter(Boolean).join(" "),
    document,
  };
};

export const startAuditRecord = () => {
  const list = byId("ledger-list");
  const opened = Date.now();
  const seen = new Set();

  const add = (event) => {
    const summary = summaryOf(event);
    // Delivery is at least once, and a reconnect repeats recent events.
    if (seen.has(summary.key)) return;
    seen.add(summary.key);
    byId("ledger-empty").hidden = true;
    const isNew = new Date(summary.time).getTime() >= opened;
    list.prepend(entry(summary, isNew));
    if (isNew) byId("ledger-news").textContent = `${summary.type} ${summary.failed ? "failed" : ""}`;
    while (list.children.length > MOST_SHOWN) list.lastElementChild.remove();
    showState(byId("ledger-state"), true, liveWords(seen.size));
  };
  follow("/_local/audit", add, (live) => showState(byId("ledger-state"), live, liveWords(seen.size)));
};

const liveWords = (count) => `Live, ${count} ${count === 1 ? "event" : "events"}`;

const entry = ({ type, subject, sequence, time, failed, message, document }, isNew) =>
  el(
    "li",
    { class: `${failed ? "failure" : "success"}${isNew ? " fresh" : ""}` },
    el(
      "details",
      {},
      el(
        "summary",
        {},
        el("span", { class: "type" }, type, failed ? el("span", { class: "outcome" }, " · failure") : ""),
        el("time", { datetime: new Date(time).toISOString() }, clockTime(time)),
        el("span", { class: "subject", title: subject }, subject),
        el("span", { class: "sequence" }, sequence === undefined ? "" : `no. ${sequence}`),
      ),
      message ? el("p", {}, message) : "",
      el(
        "pre",
        { tabindex: "0", role: "group", "aria-label": `Document of ${type}` },
        JSON.stringify(document, null, 2),
      ),
    ),
  );
