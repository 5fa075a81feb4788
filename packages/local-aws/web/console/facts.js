/** Key-value lists, tables, and JSON with a copy button. */
import { copyButton, el } from "../dom.js";

export const code = (text) => el("code", {}, text);

export const listed = (names) => (names.length === 0 ? undefined : names.join(", "));

export const withCopy = (text, what) => [code(text), " ", copyButton(text, what)];

/** JSON or text under a heading. */
export const jsonPane = (title, value, note) => {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el(
    "div",
    { class: "pane" },
    el("div", { class: "bar" }, el("h4", {}, title), copyButton(text, `the ${title.toLowerCase()}`)),
    note ? el("p", { class: "hint" }, note) : undefined,
    el("pre", { tabindex: "0", role: "group", "aria-label": title }, text),
  );
};

/** A key-value list. Entries without a value are omitted. */
export const factList = (facts) =>
  el(
    "dl",
    { class: "fact-list" },
    ...Object.entries(facts)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, ...[value].flat()))),
  );

/**
 * A table that scrolls horizontally if it is too wide. Each row is a list of cells; the first is the row
 * header.
 */
export const table = (caption, heads, rows) =>
  el(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, ...rows.map(row)),
    ),
  );

const row = ([first, ...others]) =>
  el(
    "tr",
    {},
    el("th", { scope: "row" }, ...[first].flat()),
    ...others.map((cell) => el("td", {}, ...[cell].flat())),
  );
