/** Concurrent first logins through the endpoint. */
import { Agent, request } from "node:http";
import type { StackDescription } from "../local/stack/description.js";
import { LEGACY_PASSWORD, legacyEmail } from "./trigger-cases.js";

const CONCURRENT = 4;
const TRIES = 5;

/** Signs in the users from `first` to `last`. Returns the number of retries. */
export const signInAll = async (
  description: StackDescription,
  first: number,
  last: number,
): Promise<number> => {
  let again = 0;
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
  let next = first;
  const caller = async (): Promise<void> => {
    while (next <= last) {
      const index = next;
      next += 1;
      for (let tries = 1; ; tries += 1) {
        const status = await signIn(description, agent, index);
        if (status === 200) break;
        // On a busy machine, triggers exceed their deadlines. Users retry in this case.
        if (status !== 503 || tries === TRIES) throw new Error(`user ${index} got status ${status}`);
        again += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, caller));
  agent.destroy();
  return again;
};

const signIn = ({ urls }: StackDescription, agent: Agent, index: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const url = `${urls.site}/api/account/signin`;
    const outgoing = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(JSON.stringify({ email: legacyEmail(index), password: LEGACY_PASSWORD }));
  });
