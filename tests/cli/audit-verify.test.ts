import { DeleteCommand, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { auditEventKey, auditHeadKey } from "../../shared/adapters/dynamo/row-keys.js";
import type { Row } from "../../shared/adapters/dynamo/rows.js";
import { chain } from "../../shared/adapters/node/audit-chain.js";
import { type AuditEvent, auditEvent } from "../../shared/domain/audit-event.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { NOW } from "../support/users.js";

let cli: CliWorld;
beforeAll(async () => {
  cli = await startCliWorld("http://127.0.0.1:9");
});
afterAll(() => cli.close());

let subjects = 0;
const givenChain = async (length: number): Promise<string> => {
  subjects += 1;
  const subject = `user:usr_${subjects}`;
  for (let number = 1; number <= length; number += 1) {
    const key = `${subject}/${number}`;
    await cli.audit.record(auditEvent("signin.failed", { subject, key, at: new Date(NOW) }));
  }
  return subject;
};

const rowAt = async (subject: string, place: number): Promise<Row> => {
  const { Item } = await cli.client.send(
    new GetCommand({ TableName: cli.tables.audit, Key: auditEventKey(subject, place) }),
  );
  return Item ?? {};
};
const overwrite = async (subject: string, place: number, change: Row) =>
  cli.put("audit", { ...(await rowAt(subject, place)), ...change, ...auditEventKey(subject, place) });
const remove = (subject: string, place: number) =>
  cli.client.send(new DeleteCommand({ TableName: cli.tables.audit, Key: auditEventKey(subject, place) }));
const setHead = (subject: string, sequence: number) =>
  cli.client.send(
    new UpdateCommand({
      TableName: cli.tables.audit,
      Key: auditHeadKey(subject),
      UpdateExpression: "SET #sequence = :sequence",
      ExpressionAttributeNames: { "#sequence": "sequence" },
      ExpressionAttributeValues: { ":sequence": sequence },
    }),
  );

const verdict = async (subject: string) => {
  const { code, answer } = await cli.json("audit", "verify", "--subject", subject);
  return { code, ...answer };
};
const broken = (kind: string, at: number) => ({ code: 1, kind: "broken", first: { kind, at } });

it("says that a whole chain is whole, however long it is", async () => {
  const subject = await givenChain(12);
  expect(await verdict(subject)).toMatchObject({ code: 0, kind: "whole", events: 12 });
});

it("a subject without events cannot be verified", async () => {
  expect(await verdict("user:nobody")).toMatchObject({ code: 1, kind: "empty" });
});

it("names an event whose text was edited", async () => {
  const subject = await givenChain(4);
  const { event } = await rowAt(subject, 3);
  await overwrite(subject, 3, { event: String(event).replace(NOW, "2024-12-31T00:00:00.000Z") });
  expect(await verdict(subject)).toMatchObject(broken("edited", 3));
  expect((await cli.local("audit", "verify", "--subject", subject)).out).toBe(
    `${subject} is broken (edited): event 3 was changed after it was recorded`,
  );
});

it.each(["not JSON", "{}", ""])("names an event that was overwritten with %j", async (event) => {
  const subject = await givenChain(3);
  await overwrite(subject, 2, { event });
  expect(await verdict(subject)).toMatchObject(broken("edited", 2));
});

it("names the neighbour of an event that was replaced, with a correct hash for the new content", async () => {
  const subject = await givenChain(4);
  const row = await rowAt(subject, 2);
  const event = { ...(JSON.parse(String(row.event)) as AuditEvent), details: { reason: "nothing" } };
  const made = chain(event, { sequence: 1, hash: String(row.previous_hash) });
  await overwrite(subject, 2, { event: made.eventJson, hash: made.recorded.hash });
  expect(await verdict(subject)).toMatchObject(broken("replaced", 3));
});

it.each([1, 2, 4])("names an event that was deleted, the %i. of 4", async (place) => {
  const subject = await givenChain(4);
  await remove(subject, place);
  expect(await verdict(subject)).toMatchObject(
    place === 4 ? broken("truncated", 4) : broken("deleted", place),
  );
});

it("names the first of two events that changed places", async () => {
  const subject = await givenChain(4);
  const [second, third] = [await rowAt(subject, 2), await rowAt(subject, 3)];
  await overwrite(subject, 2, third);
  await overwrite(subject, 3, second);
  expect(await verdict(subject)).toMatchObject(broken("reordered", 2));
});

it("names an event of another subject that was copied to this place", async () => {
  const [subject, other] = [await givenChain(1), await givenChain(1)];
  await overwrite(subject, 1, await rowAt(other, 1));
  expect(await verdict(subject)).toMatchObject(broken("edited", 1));
});

it("sees a tail that was cut together with the number in HEAD, as long as HEAD's hash was not", async () => {
  const subject = await givenChain(4);
  await remove(subject, 4);
  await setHead(subject, 3);
  expect(await verdict(subject)).toMatchObject(broken("head_wrong", 3));
});

it("sees events without a HEAD", async () => {
  const subject = await givenChain(2);
  await cli.client.send(new DeleteCommand({ TableName: cli.tables.audit, Key: auditHeadKey(subject) }));
  expect(await verdict(subject)).toMatchObject(broken("head_wrong", 2));
});
