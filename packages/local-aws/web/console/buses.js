/** The buses with their rules and targets, the archives and the replays. */
import { byId, el } from "../dom.js";
import { shortArn } from "./events.js";
import { code, table } from "./facts.js";

const patternCell = ({ pattern, schedule }) => [
  ...(schedule ? [code(schedule)] : []),
  ...(pattern ? [code(JSON.stringify(pattern))] : []),
];

const targetLine = ({ id, arn, deadLetterArn, maximumRetryAttempts }) =>
  el(
    "p",
    { class: "target" },
    code(shortArn(arn)),
    el(
      "small",
      {},
      `${id}, ${maximumRetryAttempts} retries`,
      deadLetterArn ? `, then ${shortArn(deadLetterArn)}` : "",
    ),
  );

const ruleCells = (rule) => [
  [rule.name, rule.enabled ? "" : " (disabled)"],
  patternCell(rule),
  rule.targets.length === 0 ? "none" : rule.targets.map(targetLine),
];

const busItem = ({ name, arn, rules }) =>
  el(
    "article",
    { class: "place", "aria-label": `Bus ${name}` },
    el("h3", {}, name),
    el("p", { class: "hint" }, code(arn)),
    rules.length === 0
      ? el("p", { class: "hint" }, "This bus has no rules.")
      : table(`Rules of ${name}`, ["Rule", "Matches", "Targets"], rules.map(ruleCells)),
  );

const archiveCells = ({ name, bus, pattern, retentionDays, eventCount, sizeBytes }) => [
  name,
  bus,
  pattern ? code(JSON.stringify(pattern)) : "every event",
  `${eventCount} (${sizeBytes} bytes)`,
  retentionDays === 0 ? "for ever" : `${retentionDays} days`,
];

const iso = (time) => (time === undefined ? "" : new Date(time).toISOString().slice(0, 19));

const replayCells = ({ name, archive, bus, state, startMs, endMs, lastEventMs }) => [
  name,
  archive,
  bus,
  state.toLowerCase(),
  `${iso(startMs)} to ${iso(endMs)}`,
  iso(lastEventMs),
];

const tableOr = (id, none, ...content) =>
  byId(id).replaceChildren(content[2].length === 0 ? el("p", { class: "hint" }, none) : table(...content));

export const showBuses = ({ buses, archives, replays }) => {
  byId("buses").replaceChildren(...buses.map(busItem));
  const archiveHeads = ["Archive", "Bus", "Keeps", "Holds", "Kept"];
  tableOr("archives", "There are no archives.", "Archives", archiveHeads, archives.map(archiveCells));
  const replayHeads = ["Replay", "Archive", "Bus", "State", "Of events from", "Last event"];
  tableOr("replays", "No replays have been started.", "Replays", replayHeads, replays.map(replayCells));
};
