/** An attack on one user over HTTP, with the pool's own lock. Every client has another address. */
import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

type Answer = { readonly status: number; readonly retryAfter: number; readonly device: string | undefined };

const signIn = (
  { email, password }: { readonly email: string; readonly password: string },
  { localAddress, device }: { readonly localAddress: string; readonly device?: string | undefined },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = {
      // `localhost` may mean ::1 first, which an address of IPv4 cannot reach.
      ...{ method: "POST", localAddress, family: 4, agent: false },
      headers: { "content-type": "application/json", ...(device !== undefined && { cookie: device }) },
    };
    const outgoing = request(
      new URL("/api/account/signin", stack.describe().urls.site),
      options,
      (response) => {
        const cookies = response.headers["set-cookie"];
        response.resume().on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: Number(response.headers["retry-after"]),
            device: cookies?.find((cookie) => cookie.startsWith("__Host-device="))?.split(";")[0],
          }),
        );
      },
    );
    outgoing.on("error", reject).end(JSON.stringify({ email, password }));
  });

// Linux answers on all of 127.0.0.0/8; elsewhere every client would have the same address.
const onLinux = process.platform === "linux" ? it : it.skip;

onLinux(
  "54 wrong passwords from six addresses lock no owner out of a known device or network",
  async () => {
    const email = "ada@example.com";
    const right = { email, password: "Legacy-Pass-1!" };
    const home = { localAddress: "127.0.0.10" };
    const first = await signIn(right, home);
    expect(first.status).toBe(200);
    expect(first.device).toMatch(/^__Host-device=[\w-]{43}$/);

    const statuses: number[] = [];
    for (let made = 0; made < 54; made += 1) {
      const answer = await signIn(
        { email, password: `Wrong-Pass-${made}!` },
        { localAddress: `127.0.1.${1 + (made % 6)}` },
      );
      statuses.push(answer.status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(11);
    expect(statuses.filter((status) => status === 429)).toHaveLength(43);

    for (const from of [home, { localAddress: "127.0.0.20", device: first.device }])
      expect((await signIn(right, from)).status).toBe(200);
    const elsewhere = await signIn(right, { localAddress: "127.0.0.30" });
    expect(elsewhere.status).toBe(429);
    expect(elsewhere.retryAfter).toBeGreaterThan(1700);
    expect(elsewhere.retryAfter).toBeLessThanOrEqual(1800);
  },
  120_000,
);
