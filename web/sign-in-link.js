/**
 * Sign-in by e-mail. A link carries its token after the #. The page removes the token from the address
 * immediately and sends it only after a click: mail scanners open links but do not press buttons.
 */

import * as api from "./api.js";
import { byId } from "./dom.js";
import { onSubmit } from "./forms.js";

let token = "";
const takeToken = () => {
  if (location.hash === "") return;
  token = location.hash.slice(1);
  history.replaceState(undefined, "", location.pathname);
  byId("finish").hidden = false;
};
takeToken();
// The link may open in a tab that already shows this page, without a page load.
addEventListener("hashchange", takeToken);
onSubmit(byId("finish-form"), async () => entered(await api.verifyLink(token)));

let method = "code";
for (const button of byId("ask-form").querySelectorAll("button")) {
  button.addEventListener("click", () => {
    method = button.value;
  });
}
onSubmit(byId("ask-form"), async ({ email }) => {
  const answer = await api.askForMail(method, email);
  if (!answer.ok) return api.failureNotice(answer);
  byId("finish").hidden = true;
  byId("type").hidden = method !== "code";
  byId("code-form").querySelector(".notice").hidden = true;
  if (method === "code") byId("code").focus();
  const what = method === "code" ? "a code" : "a link";
  return {
    words: `If ${email} has an account, we sent ${what} to ${answer.body.delivery.destination}.`,
  };
});
onSubmit(byId("code-form"), async ({ code }) => entered(await api.verifyCode(code)));

/** The cookie is set. The start page shows the session. */
const entered = (answer) => {
  if (!answer.ok) return api.failureNotice(answer);
  location.assign("/#session");
  return { words: "Signed in." };
};
