/** Forms that scripts submit: validated in the browser, busy while the request is pending. */
import { showNotice } from "./dom.js";

/**
 * Calls `send` with the fields of a valid form, and shows the notice that it returns. Invalid fields are
 * marked, and the first one gets the focus.
 */
export const onSubmit = (form, send) => {
  const notice = form.querySelector(".notice");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const invalid = markInvalid(form);
    if (invalid) {
      showNotice(notice, { failed: true, words: `${labelOf(invalid)}: ${invalid.validationMessage}` });
      invalid.focus();
      return;
    }
    const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
    await whileBusy(event.submitter ?? form.querySelector("button"), async () => {
      const told = await send(fields);
      if (told) showNotice(notice, told);
      else notice.hidden = true;
    });
  });
};

/** Runs `work` for a button. Further clicks are ignored while it runs. */
export const whileBusy = async (button, work) => {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
};

const markInvalid = (form) => {
  const fields = [...form.querySelectorAll("input")];
  for (const field of fields) {
    if (field.validity.valid) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  }
  return fields.find((field) => !field.validity.valid);
};

const labelOf = (field) => field.labels?.[0]?.firstChild?.textContent?.trim() ?? field.name;
