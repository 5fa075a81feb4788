/**
 * Sign-in by mail. A link brings its token behind the #; it is taken out of the address at once, and
 * sent only when the person says so: programs that look into mails open links, but press no buttons.
 */

import * as api from "./api.js";
import { byId } from "./dom.js";
import { onSubmit } from "./forms.js";
import { expectSession } from "./session-hint.js";

let token = "";
const takeToken = () => {
  if (location.hash === "") return;
  token = location.hash.slice(1);
  history.replaceState(undefined, "", location.pathname);
  byId("finish").hidden = false;
};
takeToken();
// The link may be opened in a tab that shows this page already: then nothing is loaded.
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
    words: `If ${email} has an account, ${what} is on its way to ${answer.body.delivery.destination}.`,
  };
});
onSubmit(byId("code-form"), async ({ code }) => entered(await api.verifyCode(code)));

/** The refresh cookie is set now; the start page takes the session up with it. */
const entered = (answer) => {
  if (!answer.ok) return api.failureNotice(answer);
  expectSession();
  location.assign("/#session");
  return { words: "Signed in." };
};
