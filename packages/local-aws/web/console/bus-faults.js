/** Fault injection for PutEvents: the pending faults, and a form to replace them. */
import { byId } from "../dom.js";
import { onSubmit } from "../forms.js";
import { post } from "./poll.js";

const planOf = ({ failCount, errorCode, throttleRequests, loseReplies, latencyMs }) => {
  const numbers = Object.entries({ throttleRequests, loseReplies, latencyMs })
    .map(([name, value]) => [name, Number(value ?? 0)])
    .filter(([, value]) => value > 0);
  const count = Number(failCount ?? 0);
  return { ...Object.fromEntries(numbers), ...(count > 0 && { failEntries: { count, errorCode } }) };
};

const next = (count, one, many) => (count === 1 ? `The next ${one}` : `The next ${count} ${many}`);

/** One line for each pending fault. */
const linesOf = ({ failEntries, throttleRequests = 0, loseReplies = 0, latencyMs = 0 }) =>
  [
    [
      failEntries?.count ?? 0,
      `entry is rejected with ${failEntries?.errorCode}`,
      `entries are rejected with ${failEntries?.errorCode}`,
    ],
    [throttleRequests, "request is throttled", "requests are throttled"],
    [
      loseReplies,
      "response is lost after the events were accepted",
      "responses are lost after the events were accepted",
    ],
  ]
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => next(count, one, many))
    .concat(latencyMs > 0 ? [`Every request is delayed by ${latencyMs} ms`] : []);

/**
 * Starts the form. Returns a function that shows the pending faults. `refresh` polls the service for them.
 */
export const startBusFaults = (refresh) => {
  const send = async (plan) => {
    const refused = await post("faults", plan);
    await refresh();
    return refused;
  };
  onSubmit(byId("fault-form"), (fields) => send(planOf(fields)));
  byId("end-faults").addEventListener("click", () => send({}));
  return (plan) => {
    const items = linesOf(plan).map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    });
    byId("faults").replaceChildren(...items);
    byId("faults-empty").hidden = items.length > 0;
    byId("end-faults").hidden = items.length === 0;
  };
};
