/** The session on this page: sign-in, its facts, the API's response, sign-out. */

import * as api from "./api.js";
import { byId, el, showNotice } from "./dom.js";
import { onSubmit, whileBusy } from "./forms.js";

/** Tells the other tabs of the browser, which have the same cookie, that the session has changed. */
const tabs = new BroadcastChannel("session");

/** Attaches the form handlers. Call it before any await: otherwise an early submit leaves the page. */
export const wireSession = () => {
  onSubmit(byId("sign-in-form"), async ({ email, password, remember }) => {
    const answer = await api.signIn(email, password, remember === "yes");
    if (!answer.ok) return api.failureNotice(answer);
    byId("sign-in-password").value = "";
    if (answer.body.status === "challenge")
      return {
        words: `This sign-in needs another step (${answer.body.challenge}), which this page does not have.`,
      };
    await showSession(answer.body.session);
    tabs.postMessage("signed_in");
    byId("session-title").focus();
    byId("session").scrollIntoView();
    return { words: `Signed in as ${email}.` };
  });
  byId("me-form").addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(event.submitter, showMe);
  });
  byId("refresh").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, renew));
  byId("sign-out").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, leave));
  tabs.addEventListener("message", takeUp);
};

/** Lists the accounts for `x-account-id`, and shows the session that the browser has. */
export const takeUpSession = async (accounts) => {
  for (const { systemAccountId, visibleAccountId, name } of accounts) {
    byId("me-account").append(
      el("option", { value: systemAccountId }, `${systemAccountId} (${name}, ${visibleAccountId})`),
    );
  }
  await takeUp();
};

const takeUp = async () => {
  const { body } = await api.session();
  if (body?.status === "signed_in") await showSession(body.session);
  if (body?.status === "refresh_due") await renew();
  if (body?.status === "signed_out" && !byId("session").hidden) hideSession("Signed out in another tab.");
};

const hideSession = (words) => {
  byId("session").hidden = true;
  byId("me-answer").hidden = true;
  byId("session-facts").replaceChildren();
  showNotice(byId("sign-in-form").querySelector(".notice"), { words });
};

/** Fills the sign-in form with a seeded user's credentials. */
export const fillSignIn = ({ email, password }) => {
  byId("sign-in-email").value = email;
  byId("sign-in-password").value = password;
  byId("sign-in-form").querySelector("button").focus();
};

const showSession = async ({ account, email, ...facts }) => {
  byId("session").hidden = false;
  byId("session-notice").hidden = true;
  byId("session-who").replaceChildren(
    el("strong", {}, email),
    ...(account ? [` · ${account.role} of ${account.visible_account_id}`] : [" · no account yet"]),
  );
  const entries = Object.entries({ ...facts, ...account });
  byId("session-facts").replaceChildren(
    ...entries.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]),
  );
  await showMe();
};

const showMe = async () => {
  const { ok, status, body, ms } = await api.me(byId("me-account").value);
  byId("me-answer").hidden = false;
  byId("me-status").textContent = status === 0 ? "no response" : String(status);
  byId("me-status").classList.toggle("failed", !ok);
  byId("me-time").textContent = `in ${Math.round(ms)} ms`;
  byId("me-body").textContent = typeof body === "string" ? body : JSON.stringify(body ?? null, null, 2);
};

const renew = async () => {
  const answer = await api.refresh();
  if (!answer.ok) return showNotice(byId("session-notice"), api.failureNotice(answer));
  await showSession(answer.body.session);
  showNotice(byId("session-notice"), { words: "Session refreshed." });
};

const leave = async () => {
  const answer = await api.signOut();
  if (!answer.ok) return showNotice(byId("session-notice"), api.failureNotice(answer));
  hideSession("Signed out. The cookie was deleted.");
  tabs.postMessage("signed_out");
  byId("sign-in-email").focus();
};
