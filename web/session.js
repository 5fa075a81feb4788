/** The session on this page: sign-in, the claims of the tokens, the API's response, sign-out. */

import * as api from "./api.js";
import { payloadOf, showClaims } from "./claims.js";
import { byId, copyButton, el, showNotice } from "./dom.js";
import { onSubmit, whileBusy } from "./forms.js";
import { expectSession, forgetSession, sessionExpected } from "./session-hint.js";

let tokens;

/** Attaches the form handlers. Call it before any await: otherwise an early submit leaves the page. */
export const wireSession = () => {
  onSubmit(byId("sign-in-form"), async ({ email, password }) => {
    const answer = await api.signIn(email, password);
    if (!answer.ok) return api.failureNotice(answer);
    byId("sign-in-password").value = "";
    await showSession(answer.body);
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
};

/** Lists the accounts for `x-account-id`, and resumes the session after a reload. */
export const takeUpSession = async (accounts) => {
  for (const { systemAccountId, visibleAccountId, name } of accounts) {
    byId("me-account").append(
      el("option", { value: systemAccountId }, `${systemAccountId} (${name}, ${visibleAccountId})`),
    );
  }
  if (sessionExpected()) await resume();
};

/** Fills the sign-in form with a seeded user's credentials. */
export const fillSignIn = ({ email, password }) => {
  byId("sign-in-email").value = email;
  byId("sign-in-password").value = password;
  byId("sign-in-form").querySelector("button").focus();
};

const showSession = async (answer) => {
  tokens = { access: answer.access_token, id: answer.id_token };
  expectSession();
  const access = payloadOf(tokens.access);
  const id = payloadOf(tokens.id);
  byId("session").hidden = false;
  byId("session-notice").hidden = true;
  byId("session-who").replaceChildren(
    el("strong", {}, id.email ?? access.username ?? "unknown user"),
    ...(access.role ? [` · ${access.role} of ${access.visible_account_id}`] : [" · no account yet"]),
  );
  byId("copy-access").replaceChildren(copyButton(tokens.access, "the access token"));
  byId("copy-id").replaceChildren(copyButton(tokens.id, "the ID token"));
  showClaims(byId("claims-ours"), byId("claims-pool"), { access, id });
  await showMe();
};

const showMe = async () => {
  const { ok, status, body, ms } = await api.me(tokens.access, byId("me-account").value);
  byId("me-answer").hidden = false;
  byId("me-status").textContent = status === 0 ? "no response" : String(status);
  byId("me-status").classList.toggle("failed", !ok);
  byId("me-time").textContent = `in ${Math.round(ms)} ms`;
  byId("me-body").textContent = typeof body === "string" ? body : JSON.stringify(body ?? null, null, 2);
};

const renew = async () => {
  const before = payloadOf(tokens.access).jti;
  const answer = await api.refresh();
  if (!answer.ok) return showNotice(byId("session-notice"), api.failureNotice(answer));
  await showSession(answer.body);
  const after = payloadOf(tokens.access).jti;
  showNotice(byId("session-notice"), {
    words: "Tokens refreshed.",
    facts: before && `jti ${before} → ${after}`,
  });
};

const resume = async () => {
  const answer = await api.refresh();
  if (answer.ok) await showSession(answer.body);
  else if (answer.status === 401) forgetSession();
};

const leave = async () => {
  const answer = await api.signOut(tokens.access);
  if (!answer.ok) return showNotice(byId("session-notice"), api.failureNotice(answer));
  tokens = undefined;
  forgetSession();
  byId("session").hidden = true;
  byId("me-answer").hidden = true;
  for (const id of ["claims-ours", "claims-pool", "copy-access", "copy-id"]) byId(id).replaceChildren();
  showNotice(byId("sign-in-form").querySelector(".notice"), { words: "Signed out. The cookie was deleted." });
  byId("sign-in-email").focus();
};
