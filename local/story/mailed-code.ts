/** The inbox of the stack, which receives every message. */
import type { StackDescription } from "../stack/description.js";
import { eventually } from "./eventually.js";
import { timedFetch } from "./timed-fetch.js";

/** The code in the newest message that contains one. */
export const mailedCode = (stack: StackDescription, to: string): Promise<string> =>
  eventually(`a mail to ${to}`, async () => {
    const response = await timedFetch(`${stack.urls.site}/_local/inbox?to=${encodeURIComponent(to)}`);
    const { messages } = (await response.json()) as { messages: { code?: string }[] };
    return messages.find(({ code }) => code !== undefined)?.code;
  });
