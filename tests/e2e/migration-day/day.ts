/** The day itself: users sign in hour by hour, some of them at the same time. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expectedUserId } from "../../../local/seed/index.js";
import type { RunningStack } from "../../../local/stack/index.js";
import { CREDENTIALS } from "../../../local/story/cast.js";
import { preparedRows } from "../../../shared/adapters/dynamo/rows.js";
import type { Chance } from "./chance.js";
import { home } from "./client.js";
import { HOURS, type Hour } from "./hours.js";
import { comeAgain, dayOf, type Progress, visit } from "./user-day.js";
import { belongs, type User } from "./users.js";
import type { Witness } from "./witness.js";

/** As many as can be in the middle of something at once. */
const AT_ONCE = 4;

export type Day = { readonly stack: RunningStack; readonly witness: Witness; readonly chance: Chance };

export const liveThrough = async (day: Day, users: readonly User[]): Promise<Progress[]> => {
  await addRecords(day.stack, users);
  const all = users.map(dayOf);
  for (const hour of HOURS) await pass(day, hour, all);
  await evening(day, all);
  return all;
};

const addRecords = async (stack: RunningStack, users: readonly User[]): Promise<void> => {
  const records = users.flatMap((user) => user.records);
  await each(records, (record) => stack.legacy.add(record, { sharing: true }).then(() => undefined));
  const rows = users
    .filter(({ prepared }) => prepared)
    .flatMap(({ index, email, kind }) =>
      preparedRows(`day-${index}`, {
        ...{ userId: expectedUserId(`day-${index}`), email, legacyId: `day-${index}`, groups: [] },
        ...{
          status: kind === "suspended" ? "SUSPENDED" : "ACTIVE",
          membershipCount: 0,
          membershipVersion: 1,
        },
      }),
    );
  const { urls, region, tables } = stack.describe();
  const client = new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials: CREDENTIALS });
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  for (let start = 0; start < rows.length; start += 25) {
    const puts = rows.slice(start, start + 25).map((Item) => ({ PutRequest: { Item: { ...Item } } }));
    await document.send(new BatchWriteCommand({ RequestItems: { [tables.directory]: puts } }));
  }
  document.destroy();
};

const pass = async ({ stack, witness, chance }: Day, hour: Hour, all: readonly Progress[]): Promise<void> => {
  const newcomers = all.filter(({ visits }) => visits === 0);
  const share = Math.min(Math.ceil(all.length * hour.share), hour.atMost ?? all.length);
  const returning = hour.others ? all.filter(({ visits, done }) => visits > 0 && !done) : [];
  const present = shuffled([...shuffled(newcomers, chance).slice(0, share), ...returning], chance);
  // Users who forgot a password come last: a request while a circuit is still open gets no mail, and there are three an hour.
  present.sort((one, other) => patience(one) - patience(other));
  const faults = hour.triggers(present.length);
  stack.legacy.faults(hour.legacy);
  await setFaults(stack, faults);
  const calm = hour.legacy.mode === "ok" && faults.every(({ fault }) => fault === "trigger-repeats");
  const mixedUp = hour.legacy.mode === "mixup";
  await each(present, async (progress) => {
    await visit(progress, { home: home(stack, progress.user.index), calm, mixedUp });
  });
  await setFaults(stack, []);
  await witness.collect(stack);
};

/** Once more for every user who signed in, with another spelling: the same user, without a fault. */
const evening = async ({ stack, witness, chance }: Day, all: readonly Progress[]): Promise<void> => {
  const regulars = all.filter(({ done, user }) => done && belongs(user) && chance.happens(0.3));
  await each(regulars, (progress) => comeAgain(progress, home(stack, progress.user.index)));
  await stack.settled();
  await witness.collect(stack);
};

const patience = ({ user }: Progress): number => (user.kind === "forgetful" ? 1 : 0);

const setFaults = async (stack: RunningStack, faults: readonly unknown[]): Promise<void> => {
  const answer = await fetch(`${stack.describe().urls.cognito}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(`the pool did not take the faults: ${await answer.text()}`);
};

const shuffled = <T>(values: readonly T[], chance: Chance): T[] => {
  const result = [...values];
  for (let left = result.length - 1; left > 0; left -= 1) {
    const other = chance.below(left + 1);
    [result[left], result[other]] = [result[other] as T, result[left] as T];
  }
  return result;
};

const each = async <T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<void> => {
  const queue = [...values];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};
