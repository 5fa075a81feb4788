/** Fault injection for the user pool: the pending faults, and a form to add one. */
import { byId, el } from "../dom.js";
import { onSubmit } from "../forms.js";
import { post } from "./poll.js";

const times = (count) => (count === 1 ? "once" : `${count} times`);
const CHANNELS = { "*": "a message", EMAIL: "an email", SMS: "a text message" };

const operationOf = ({ operation }) => (operation === "*" ? "any operation" : operation);

const words = (fault) => {
  const trigger = fault.trigger === "*" ? "any trigger" : fault.trigger;
  switch (fault.fault) {
    case "trigger-slow":
      return `${trigger} responds ${fault.delayMs} ms late, ${times(fault.times)}`;
    case "trigger-fails":
      return `${trigger} fails${fault.ran ? " after it ran" : ""}, ${times(fault.times)}`;
    case "trigger-repeats":
      return `${trigger} receives its event ${fault.copies} times${fault.overlap ? " concurrently" : ""}, ${times(fault.times)}`;
    case "limited":
      return `The quota of ${operationOf(fault)} is used up, ${times(fault.times)}`;
    case "throttled":
      return `${operationOf(fault)} is throttled, ${times(fault.times)}`;
    case "operation-fails":
      return `${operationOf(fault)} fails${fault.ran ? " after it ran" : ""}, ${times(fault.times)}`;
    default:
      return `${CHANNELS[fault.channel]} cannot be delivered, ${times(fault.times)}`;
  }
};

/** Shows and enables only the fields of the selected fault. */
const showFieldsOf = (form) => {
  for (const field of form.querySelectorAll("[data-for]")) {
    const wanted = field.dataset.for.split(" ").includes(form.elements.fault.value);
    field.hidden = !wanted;
    for (const control of field.querySelectorAll("input, select")) control.disabled = !wanted;
  }
};

const NUMBERS = ["times", "delayMs", "copies"];
const SWITCHES = ["ran", "overlap"];

const faultOf = (fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (NUMBERS.includes(name)) return [name, Number(value)];
      return [name, SWITCHES.includes(name) ? true : value];
    }),
  );

/**
 * Starts the form. Returns a function that shows the pending faults. `refresh` polls the service for them.
 */
export const startPoolFaults = (refresh) => {
  const form = byId("fault-form");
  let waiting = [];
  const send = async (faults) => {
    const refused = await post("faults", faults);
    await refresh();
    return refused;
  };
  form.addEventListener("change", () => showFieldsOf(form));
  showFieldsOf(form);
  onSubmit(form, (fields) => send([...waiting, faultOf(fields)]));
  byId("end-faults").addEventListener("click", () => send([]));

  const item = (fault, index) => {
    const remove = () => send(waiting.filter((_, other) => other !== index));
    const name = `Remove: ${words(fault)}`;
    return el(
      "li",
      {},
      el("span", {}, words(fault)),
      el("button", { type: "button", class: "small", "aria-label": name, onclick: remove }, "Remove"),
    );
  };
  return ({ faults }) => {
    waiting = faults;
    byId("faults").replaceChildren(...faults.map(item));
    byId("faults-empty").hidden = faults.length > 0;
    byId("end-faults").hidden = faults.length === 0;
  };
};
