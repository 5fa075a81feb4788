/** A list of entries, newest first. Filters and updates keep expanded entries open. */
import { clockTime, el } from "../dom.js";

const MOST_SHOWN = 500;

/**
 * `entryOf` builds the element of an item. `fits` tells whether an item passes the filters. Items that arrive
 * after the page was opened are marked as fresh.
 */
export const logList = ({ list, empty, words, entryOf, fits }) => {
  const rows = new Map();
  const opened = Date.now();

  const narrow = () => {
    let shown = 0;
    for (const { item, element } of rows.values()) {
      element.hidden = !fits(item);
      if (!element.hidden) shown += 1;
    }
    empty.hidden = shown > 0;
    empty.textContent = rows.size === 0 ? words.nothing : words.noneFits;
  };

  const put = (key, item) => {
    const element = entryOf(item);
    const known = rows.get(key);
    if (known) {
      element.querySelector("details").open = known.element.querySelector("details").open;
      known.element.replaceWith(element);
    } else {
      if (item.at >= opened) element.classList.add("fresh");
      list.prepend(element);
    }
    rows.set(key, { item, element });
    if (rows.size <= MOST_SHOWN) return;
    const [oldest, { element: last }] = rows.entries().next().value;
    last.remove();
    rows.delete(oldest);
  };

  return {
    /** Adds items. Items with an existing key are replaced. */
    add: (items, keyOf) => {
      for (const item of items) put(keyOf(item), item);
      narrow();
    },
    clear: () => {
      for (const { element } of rows.values()) element.remove();
      rows.clear();
      narrow();
    },
    narrow,
    items: () => [...rows.values()].map(({ item }) => item),
  };
};

/** An entry: a summary line with expandable details. `cells`: class name and content, in column order. */
export const logEntry = ({ cells, failed, details }) =>
  el(
    "li",
    { class: failed ? "failure" : undefined },
    builtWhenOpened(
      el("summary", {}, ...cells.map(([name, ...content]) => el("span", { class: name }, ...content))),
      details,
    ),
  );

/** Builds the details on demand: most entries are never opened, and an event may be long. */
const builtWhenOpened = (summary, build) => {
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1)
      details.append(el("div", { class: "behind" }, ...build()));
  });
  return details;
};

export const timeCell = (at) => ["when", el("time", { datetime: new Date(at).toISOString() }, clockTime(at))];

export const chip = (text, failed) => el("span", { class: failed ? "chip failed" : "chip" }, text);
