/** The audit events that an event bus rule delivered to its log group. */
import type { StackDescription } from "../stack/description.js";
import { eventually } from "./eventually.js";
import { timedFetch } from "./timed-fetch.js";

export type DeliveredEvent = {
  readonly "detail-type": string;
  readonly source: string;
  readonly detail: {
    readonly metadata: { readonly uid: string; readonly sequence: number; readonly event_code: string };
    readonly unmapped: { readonly subject: string };
  };
};

export const deliveredEvents = async ({ urls, audit }: StackDescription): Promise<DeliveredEvent[]> => {
  const response = await timedFetch(
    `${urls.eventbridge}/_local/log-groups/${encodeURIComponent(audit.logGroup)}`,
  );
  const { entries } = (await response.json()) as { entries: { event: DeliveredEvent }[] };
  return entries.map(({ event }) => event);
};

/** A subject's events, without duplicates and in order, once there are at least `count` of them. */
export const eventsOf = (
  stack: StackDescription,
  subject: string,
  count: number,
): Promise<DeliveredEvent[]> =>
  eventually(`${count} audit events of ${subject}`, async () => {
    const all = await deliveredEvents(stack);
    const own = all.filter(({ detail }) => detail.unmapped.subject === subject);
    const once = [...new Map(own.map((event) => [event.detail.metadata.uid, event])).values()];
    once.sort((one, other) => one.detail.metadata.sequence - other.detail.metadata.sequence);
    return once.length >= count ? once : undefined;
  });
