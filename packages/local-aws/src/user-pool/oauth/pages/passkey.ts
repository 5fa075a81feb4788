/** The passkey page, the only one with a script: the browser offers passkeys to scripts only. */
import type { Form } from "./page.js";
import type { Words } from "./words-en.js";

/** Submits the form with the signed response, or shows the alert if the browser returns none. */
const script = `
const form = document.forms[0];
form.addEventListener("submit", async (event) => {
  if (form.elements.CREDENTIAL.value) return;
  event.preventDefault();
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.elements.options.value));
    const credential = await navigator.credentials.get({ publicKey });
    form.elements.CREDENTIAL.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    document.getElementById("failed").hidden = false;
  }
});`;

export const passkeyForm = (options: string, words: Words): Pick<Form, "button" | "fields" | "script"> => ({
  fields: [
    { kind: "text-only", text: words.passkeyAsk },
    { kind: "without-script", text: words.passkeyNeedsScript },
    { kind: "script-alert", id: "failed", text: words.passkeyFailed },
    { kind: "hidden", name: "options", value: options },
    { kind: "hidden", name: "CREDENTIAL", value: "" },
  ],
  button: words.passkeyUse,
  script,
});
