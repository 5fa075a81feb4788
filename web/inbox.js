/** The inbox page: messages as they are sent, with codes that can be copied. */
import { byId } from "./dom.js";
import { messageItem } from "./message-item.js";
import { follow, showState } from "./stream.js";

const messages = new Map();
const filter = byId("filter-to");

const show = () => {
  const wanted = filter.value.trim().toLowerCase();
  const fitting = [...messages.values()].filter(({ to }) => to.toLowerCase().includes(wanted));
  byId("messages").replaceChildren(...fitting.toReversed().map(messageItem));
  byId("inbox-empty").hidden = fitting.length > 0;
  byId("inbox-empty").textContent =
    messages.size === 0
      ? "No messages yet. Sign up to receive a code here."
      : "No message was sent to that address.";
};

const words = () => `Live, ${messages.size} ${messages.size === 1 ? "message" : "messages"}`;

filter.value = new URLSearchParams(location.search).get("to") ?? "";
filter.addEventListener("input", show);
byId("filter").addEventListener("submit", (event) => event.preventDefault());
follow(
  "/_local/inbox/events",
  (message) => {
    messages.set(message.id, message);
    show();
    showState(byId("inbox-state"), true, words());
  },
  (live) => showState(byId("inbox-state"), live, words()),
);
