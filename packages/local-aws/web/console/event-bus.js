/** The page of the event bus. */
import { byId } from "../dom.js";
import { showState } from "../stream.js";
import { startArrivals } from "./arrivals.js";
import { startBusFaults } from "./bus-faults.js";
import { showBuses } from "./buses.js";
import { startDeliveries } from "./deliveries.js";
import { startEvents } from "./events.js";
import { followed, keepAsking, watched } from "./poll.js";

let startedAt;
const lists = { events: startEvents(), deliveries: startDeliveries(), arrivals: startArrivals() };
const events = followed("events", "events", lists.events.add);
const deliveries = followed("deliveries", "deliveries", (changed) => {
  lists.deliveries.add(changed);
  lists.events.delivered(changed);
});
const buses = watched("buses", (answer) => {
  if (startedAt !== undefined && startedAt !== answer.startedAt) {
    for (const { restart } of [events, deliveries]) restart();
    for (const { clear } of Object.values(lists)) clear();
  }
  startedAt = answer.startedAt;
  showBuses(answer);
});
const queues = watched("queues", lists.arrivals.queues);
const logGroups = watched("log-groups", lists.arrivals.logGroups);
const faults = watched("faults", (plan) => showPlan(plan));
const showPlan = startBusFaults(() => faults());

keepAsking(
  async () => {
    await buses();
    await Promise.all([events.ask(), queues(), logGroups(), faults()]);
    // After the events, so that each delivery finds its event.
    await deliveries.ask();
    await lists.arrivals.ask();
  },
  (live) => showState(byId("state"), live, "Live"),
);
