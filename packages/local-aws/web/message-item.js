/** A sent message as a list item, with a button that copies its code. */
import { clockTime, copyButton, el } from "./dom.js";

export const messageItem = ({ channel, to, subject, body, code, triggerSource, at }) =>
  el(
    "li",
    {},
    el("h2", {}, subject || (channel === "SMS" ? "Text message" : "Message")),
    el("p", { class: "facts" }, `${channel === "SMS" ? "Text" : "Email"} to `, el("strong", {}, to)),
    el(
      "p",
      { class: "facts" },
      el("time", { datetime: new Date(at).toISOString() }, clockTime(at)),
      " · ",
      el("code", {}, triggerSource),
    ),
    code
      ? el("div", { class: "code" }, el("output", {}, code), copyButton(code, `the code for ${to}`))
      : undefined,
    el("p", { class: "text" }, body),
  );
