/** The audit events that a rule of the bus delivered to its log group, as a consumer reads them. */
import type { StackDescription } from "../stack/description.js";
import { eventually } from "./eventually.js";

export type DeliveredEvent = {
  readonly "detail-type": string;
  readonly source: string;
  readonly detail: {
    readonly metadata: { readonly uid: string; readonly sequence: number; readonly event_code: string };
    readonly unmapped: { readonly subject: string };
  };
};

export const deliveredEvents = async ({ urls, audit }: StackDescription): Promise<DeliveredEvent[]> => {
  const response = await fetch(`${urls.eventbridge}/_local/log-groups/${encodeURIComponent(audit.logGroup)}`);
  const { entries } = (await response.json()) as { entries: { event: DeliveredEvent }[] };
  return entries.map(({ event }) => event);
};

/** The events of a subject, each once, in their order, when there are at least `count` of them. */
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
