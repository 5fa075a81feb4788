/** Sign-up in two steps. The page offers the code from the local inbox. */

import * as api from "./api.js";
import { byId, el, showNotice } from "./dom.js";
import { onSubmit, whileBusy } from "./forms.js";
import { follow } from "./stream.js";

export const startSignUp = () => {
  onSubmit(byId("sign-up-form"), async (details) => {
    const answer = await api.signUp(details);
    if (!answer.ok) return api.failureNotice(answer);
    byId("sign-up-password").value = "";
    byId("confirm-email").value = details.email;
    byId("confirm-password").value = details.password;
    byId("confirm-code").focus();
    offerCode();
    return { words: sentTo(answer.body) };
  });
  onSubmit(byId("confirm-form"), async ({ email, code, password }) => {
    const answer = await api.confirm({ email, code, password });
    if (!answer.ok) return api.failureNotice(answer);
    byId("confirm-password").value = "";
    codes.delete(email.toLowerCase());
    offerCode();
    byId("sign-in-email").value = email;
    return { words: `${email} is confirmed and can sign in.` };
  });
  byId("confirm-email").addEventListener("input", offerCode);
  byId("resend").addEventListener("click", ({ currentTarget }) =>
    whileBusy(currentTarget, async () => {
      const notice = byId("confirm-form").querySelector(".notice");
      const answer = await api.resend(byId("confirm-email").value);
      showNotice(notice, answer.ok ? { words: sentTo(answer.body) } : api.failureNotice(answer));
    }),
  );
  watchInbox();
};

const sentTo = (body) => `We sent a code to ${body?.delivery?.destination ?? "you"}.`;

/** The newest code by address. It can arrive before the API's response. */
const codes = new Map();

const watchInbox = () => {
  const seen = new Set();
  follow("/_local/inbox/events", (message) => {
    if (seen.has(message.id)) return;
    seen.add(message.id);
    byId("inbox-count").textContent = String(seen.size);
    byId("inbox-count").hidden = false;
    if (!message.code) return;
    codes.set(message.to.toLowerCase(), message.code);
    offerCode();
  });
};

/** Offers the code that was sent to the address in the form, if there is one. */
const offerCode = () => {
  const code = codes.get(byId("confirm-email").value.trim().toLowerCase());
  byId("arrived").hidden = code === undefined;
  if (code === undefined) return;
  const use = () => {
    byId("confirm-code").value = code;
    byId("confirm-code").focus();
  };
  byId("arrived").replaceChildren(
    el("span", {}, "Code received: ", el("code", {}, code)),
    el("button", { type: "button", class: "small", onclick: use }, "Use this code"),
  );
};
