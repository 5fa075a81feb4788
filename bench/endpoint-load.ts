/** A sustained load of requests with a browser's session, at several numbers of connections. */
import autocannon from "autocannon";
import type { StackDescription } from "../local/stack/description.js";
import { family } from "./processes.js";

export type Load = {
  readonly connections: number;
  readonly requests: number;
  /** Answers other than 2xx, failed connections and time-outs. */
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMiB: number;
};

type Asked = {
  readonly description: StackDescription;
  readonly pid: number;
  readonly cookie: string;
  readonly seconds: number;
};

/** Of four requests, three ask who is signed in and one opens the API. Memory is that of the whole stack, afterwards. */
export const loadAt = async (
  connections: number,
  { description, pid, cookie, seconds }: Asked,
): Promise<Load> => {
  const headers = { cookie, "sec-fetch-site": "same-origin" };
  const session = { method: "GET", path: "/api/account/session", headers } as const;
  const me = { method: "GET", path: "/api/account/me", headers } as const;
  const { requests, errors, timeouts, non2xx, latency } = await autocannon({
    ...{ url: description.urls.site, connections, duration: seconds, timeout: 30 },
    requests: [session, session, session, me],
  });
  const resident = (await family(pid)).reduce((sum, { residentMiB }) => sum + residentMiB, 0);
  return {
    ...{ connections, requests: requests.total, failed: errors + timeouts + non2xx },
    ...{ p50Ms: latency.p50, p99Ms: latency.p99, residentMiB: resident },
  };
};
