import { getMaxListeners } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { signedAwsJson } from "../../../../shared/adapters/aws/signed-json.js";
import { DYNAMODB, signedDocuments } from "../../../../shared/adapters/dynamo/signed-documents.js";
import { asyncDeadline } from "../../../../shared/adapters/node/async-deadline.js";
import type { Deadline } from "../../../../shared/ports/index.js";

const unavailable = { code: "temporarily_unavailable" };
const forever = () => new Promise<never>(() => undefined);

describe("a deadline", () => {
  it("returns the result of work that ends in time, or throws its error", async () => {
    const deadline = asyncDeadline();
    expect(await deadline.within(1000, async () => "done")).toBe("done");
    await expect(deadline.within(1000, () => Promise.reject(new Error("own")))).rejects.toThrow("own");
  });

  it("fails when the time is over", async () => {
    await expect(asyncDeadline().within(5, forever)).rejects.toMatchObject(unavailable);
  });

  it("is never later than the one around it", async () => {
    const deadline = asyncDeadline();
    let inner: AbortSignal | undefined;
    const nested = deadline.within(20, () =>
      deadline.within(60_000, () => {
        inner = deadline.signal();
        return forever();
      }),
    );
    await expect(nested).rejects.toMatchObject(unavailable);
    expect(inner?.aborted).toBe(true);
  });

  it("ends more than ten calls at once, for which Node.js logs no warning", async () => {
    const deadline = asyncDeadline();
    let ended = 0;
    let most: number | undefined;
    const calls = deadline.within(20, () => {
      const signal = deadline.signal();
      most = signal && getMaxListeners(signal);
      const count = () => {
        ended += 1;
      };
      for (let call = 0; call < 50; call += 1) signal?.addEventListener("abort", () => count());
      return forever();
    });
    await expect(calls).rejects.toMatchObject(unavailable);
    expect([ended, most]).toEqual([50, Number.POSITIVE_INFINITY]);
  });

  it("refuses calls that begin after it", async () => {
    const deadline = asyncDeadline();
    let late: Promise<boolean | undefined> = Promise.resolve(undefined);
    let release: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      release = resolve;
    });
    await deadline
      .within(5, () => {
        late = over.then(() => deadline.signal()?.aborted);
        return forever();
      })
      .catch(release);
    expect(await late).toBe(true);
  });

  it("applies only to its own work, also in parallel", async () => {
    const deadline = asyncDeadline();
    const left = (milliseconds: number) =>
      deadline.within(milliseconds, async () => {
        await Promise.resolve();
        return deadline.remainingMs();
      });
    const [short, long] = await Promise.all([left(1_000), left(100_000)]);
    expect(short).toBeLessThanOrEqual(1_000);
    expect(long).toBeGreaterThan(1_000);
    expect(deadline.remainingMs()).toBe(Number.POSITIVE_INFINITY);
    expect(deadline.signal()).toBeUndefined();
  });
});

describe("a call of AWS", () => {
  let server: Server;
  let endpoint: string;
  let deadline: Deadline;
  let asked: Promise<"aborted">;

  beforeEach(async () => {
    deadline = asyncDeadline();
    server = createServer();
    asked = new Promise((resolve) => {
      server.once("request", (request) => request.once("close", () => resolve("aborted")));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    endpoint = `http://127.0.0.1:${port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("ends with the work that made it, and no call starts after that", async () => {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const limits = { connectionTimeout: 5_000, requestTimeout: 20_000, attempts: 2 };
    const aws = { region: "us-east-1", credentials };
    const documents = signedDocuments(
      signedAwsJson({ ...DYNAMODB, endpoint }, aws, limits, deadline),
      deadline,
    );
    const get = () => documents.get("t", { pk: "a" });
    let late: Promise<unknown> = Promise.resolve();
    const work = async () => {
      const first = get();
      late = first.catch(get).catch((error: unknown) => error); // what a frozen function would go on with
      await first;
    };
    await expect(deadline.within(300, work)).rejects.toMatchObject(unavailable);
    expect(await asked).toBe("aborted");
    expect(await late).toMatchObject({ name: "AbortError" });
  });
});
