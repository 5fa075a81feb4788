/** Shows the description of the stack: users, accounts, addresses, things to try. */
import { byId, copyButton, el } from "./dom.js";

/** Loads the description. Returns undefined if the stack does not respond. */
export const loadStack = async () => {
  try {
    const response = await fetch("/_local/stack");
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
};

/** Fills the lists. `onUse` is called with the selected user. */
export const showStack = (stack, onUse) => {
  const state = byId("stack-state");
  state.classList.toggle("live", stack !== undefined);
  state.classList.toggle("failed", stack === undefined);
  if (!stack) {
    state.textContent = "The stack does not respond. Start it again, then reload this page.";
    return;
  }
  const { name, users, accounts, urls, tryThis } = stack;
  state.textContent = `${name} is running: ${users.length} users, ${accounts.length} accounts.`;
  byId("inbox-link").before(...servicePages(urls));
  byId("users").replaceChildren(...users.map((user) => userItem(user, onUse)));
  byId("accounts").replaceChildren(...accounts.map(accountRow));
  byId("urls").replaceChildren(...Object.entries(urls).map(urlItem));
  byId("try-list").replaceChildren(...tryThis.map(tryItem));
};

/** The pages of the user pool and the event bus, which have their own addresses. */
const servicePages = ({ triggers, events }) =>
  [
    ["Triggers", triggers],
    ["Events", events],
  ]
    .filter(([, url]) => url !== undefined)
    .map(([name, url]) => el("a", { href: url }, name));

const userItem = (user, onUse) =>
  el(
    "li",
    {},
    el("strong", {}, user.email),
    el(
      "button",
      { type: "button", class: "small", "aria-label": `Use ${user.email}`, onclick: () => onUse(user) },
      "Use",
    ),
    el("span", {}, user.note),
    el("span", {}, "password ", el("code", {}, user.password), user.legacyId ? ` · ${user.legacyId}` : ""),
    el("span", {}, membershipWords(user.accounts)),
  );

const membershipWords = (accounts) =>
  accounts
    .map(
      ({ visibleAccountId, role, status }) =>
        `${role} of ${visibleAccountId}${status === "ACTIVE" ? "" : ` (${status.toLowerCase()})`}`,
    )
    .join(", ") || "No account";

const accountRow = ({ name, systemAccountId, visibleAccountId, cellId }) =>
  el(
    "tr",
    {},
    el("th", { scope: "row" }, name),
    ...[systemAccountId, visibleAccountId, cellId].map((id) => el("td", { class: "mono" }, id)),
  );

const urlItem = ([name, url]) =>
  el(
    "div",
    {},
    el("dt", {}, name),
    el("dd", {}, /^https?:\/\//.test(url) ? el("a", { href: url, class: "mono" }, url) : el("code", {}, url)),
    el("dd", {}, copyButton(url, `the address of ${name}`)),
  );

const tryItem = ({ title, command }) =>
  el(
    "li",
    {},
    el("p", {}, title),
    el(
      "div",
      { class: "command" },
      el("pre", {}, el("code", {}, command)),
      copyButton(command, `the command: ${title}`),
    ),
  );
