/** Builds and finds elements. Text is always set as text; nothing here parses HTML. */

export const byId = (id) => document.getElementById(id);

/**
 * Creates an element. `on…` attributes add listeners, `undefined` and `false` are skipped, `true` is an empty
 * attribute.
 */
export const el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

export const clockTime = (time) =>
  new Date(time).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });

/** A copy button. `what` names the copied text for screen readers. */
export const copyButton = (text, what) =>
  el(
    "button",
    {
      type: "button",
      class: "small",
      "aria-label": `Copy ${what}`,
      onclick: async ({ currentTarget: button }) => {
        const copied = await copy(text);
        button.textContent = copied ? "Copied" : "Not copied";
        button.setAttribute("aria-label", `${button.textContent}: ${what}`);
        setTimeout(() => {
          button.textContent = "Copy";
          button.setAttribute("aria-label", `Copy ${what}`);
        }, 2000);
      },
    },
    "Copy",
  );

const copy = (text) =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );

/**
 * Shows the outcome of an action in a status line: a message, and technical details for a report if it
 * failed.
 */
export const showNotice = (notice, { words, facts, failed = false }) => {
  notice.hidden = false;
  notice.classList.toggle("failed", failed);
  notice.replaceChildren(words, ...(facts ? [el("small", {}, facts)] : []));
};
