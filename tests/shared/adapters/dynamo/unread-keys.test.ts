import { expect, it } from "@jest/globals";
import {
  type DocumentKey,
  type Documents,
  readAll,
  type TableKeys,
} from "../../../../shared/adapters/dynamo/documents.js";
import { signedDocuments } from "../../../../shared/adapters/dynamo/signed-documents.js";

const keysOf = (...ids: string[]): DocumentKey[] => ids.map((pk) => ({ pk }));
const ROWS = keysOf("a", "b", "c");

/** A table of which the first answers leave out all but one of the keys. `time`: how many pauses the deadline allows. */
const throttled = ({ answers, time = 100 }: { readonly answers: number; readonly time?: number }) => {
  const asked: (readonly DocumentKey[])[] = [];
  const pauses: number[] = [];
  const documents: Pick<Documents, "batchGet" | "pause"> = {
    batchGet: async ({ guard: keys = [] }: TableKeys) => {
      asked.push(keys);
      const read = asked.length <= answers ? keys.slice(0, 1) : keys;
      return { rows: { guard: read }, unread: { guard: keys.slice(read.length) } };
    },
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      return pauses.length <= time;
    },
  };
  return { asked, pauses, read: () => readAll(documents as Documents, { guard: ROWS }) };
};

it("unread keys alone are asked for again, after a pause", async () => {
  const { asked, pauses, read } = throttled({ answers: 2 });
  expect(await read()).toEqual({ guard: ROWS });
  expect(asked).toEqual([ROWS, keysOf("b", "c"), keysOf("c")]);
  expect(pauses).toHaveLength(2);
});

it("a batch that is read at once has no pause", async () => {
  const { asked, pauses, read } = throttled({ answers: 0 });
  await read();
  expect([asked.length, pauses.length]).toEqual([1, 0]);
});

it("the pauses double, and differ between callers", async () => {
  const all: number[][] = [];
  for (let caller = 0; caller < 50; caller += 1) {
    const stage = throttled({ answers: 2 });
    await stage.read();
    all.push(stage.pauses);
  }
  [50, 100].forEach((most, attempt) => {
    const pauses = all.map((each) => each[attempt] ?? Number.NaN);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pauses)).toBeLessThan(most);
    expect(Math.max(...pauses)).toBeGreaterThan(most / 2);
    expect(new Set(pauses).size).toBeGreaterThan(40);
  });
});

it("keys that stay unread are an outage after five attempts, and never missing rows", async () => {
  let attempts = 0;
  const batchGet = async (keys: TableKeys) => {
    attempts += 1;
    return { rows: {}, unread: keys };
  };
  const documents: Pick<Documents, "batchGet" | "pause"> = { batchGet, pause: async () => true };
  const outage = { code: "temporarily_unavailable" };
  await expect(readAll(documents as Documents, { guard: ROWS })).rejects.toMatchObject(outage);
  expect(attempts).toBe(5);
});

it("keys are not asked for again when the deadline comes before", async () => {
  const { asked, read } = throttled({ answers: 2, time: 1 });
  await expect(read()).rejects.toMatchObject({ code: "temporarily_unavailable" });
  expect(asked).toHaveLength(2);
});

it.each([
  [1, false],
  [60_000, true],
])("with %i ms until the deadline, a pause of 2 ms is made: %p", async (remaining, made) => {
  const documents = signedDocuments(async () => ({}), { remainingMs: () => remaining });
  expect(await documents.pause(2)).toBe(made);
});
