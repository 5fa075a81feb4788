/** Builds and finds elements. Text is only ever set as text: nothing here parses HTML. */

export const byId = (id) => document.getElementById(id);

/** An element; `on…` attributes are listeners, `undefined` and `false` are left out, `true` is an empty attribute. */
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

/** A button that copies a text and says so. `what` names the text to those who do not see its place. */
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

/** Shows the outcome of an action in a status line: words for people, and the facts to report if it failed. */
export const showNotice = (notice, { words, facts, failed = false }) => {
  notice.hidden = false;
  notice.classList.toggle("failed", failed);
  notice.replaceChildren(words, ...(facts ? [el("small", {}, facts)] : []));
};
