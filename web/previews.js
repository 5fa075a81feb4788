/** The messages page: every message in every language, in sandboxed frames without scripts. */
import { byId, el } from "./dom.js";

const choice = byId("choice");
const words = (name) => name.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
const languageName = (language) =>
  `${new Intl.DisplayNames([language], { type: "language" }).of(language)} (${language})`;
const unique = (values) => [...new Set(values)];

const fillSelect = (id, values, nameOf, wanted) => {
  byId(id).replaceChildren(...values.map((value) => el("option", { value }, nameOf(value))));
  if (values.includes(wanted)) byId(id).value = wanted;
};

const show = (messages) => {
  const { sample, language, scheme } = Object.fromEntries(new FormData(choice));
  const message = messages.find((each) => each.sample === sample && each.language === language);
  if (!message) return;
  history.replaceState(null, "", `?${new URLSearchParams({ sample, language, scheme })}`);
  for (const id of ["subject", "text", "sms"]) {
    byId(id).textContent = message[id];
    byId(id).lang = language;
    byId(id).dir = message.direction;
  }
  byId("sms-length").textContent = `${message.sms.length} of 140 characters`;
  const address = `/_local/messages/mail?${new URLSearchParams({ sample, language })}`;
  for (const frame of document.querySelectorAll("iframe")) {
    frame.classList.toggle("dark", scheme === "dark");
    frame.classList.toggle("light", scheme !== "dark");
    frame.src = address;
  }
};

const start = async () => {
  const response = await fetch("/_local/messages");
  const { messages } = await response.json();
  const wanted = new URLSearchParams(location.search);
  fillSelect("sample", unique(messages.map(({ sample }) => sample)), words, wanted.get("sample"));
  fillSelect(
    "language",
    unique(messages.map(({ language }) => language)),
    languageName,
    wanted.get("language"),
  );
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  byId("scheme").value = wanted.get("scheme") ?? (dark ? "dark" : "light");
  choice.addEventListener("change", () => show(messages));
  choice.addEventListener("submit", (event) => event.preventDefault());
  show(messages);
  byId("previews-state").textContent = `${messages.length} messages`;
  byId("previews-state").classList.add("live");
};

start().catch(() => {
  byId("previews-state").textContent = "The messages could not be loaded. Check that the stack is running.";
});
