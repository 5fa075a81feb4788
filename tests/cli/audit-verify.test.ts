import { DeleteCommand, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  auditHeadRowKey,
  numberedEventRowKey,
  numberedHeadRowKey,
} from "../../shared/adapters/dynamo/row-keys.js";
import type { Row } from "../../shared/adapters/dynamo/rows.js";
import { CHAIN_START, chain } from "../../shared/adapters/node/audit-chain.js";
import { type AuditEvent, auditEvent } from "../../shared/domain/audit/audit-event.js";
import { auditRowKey } from "../../shared/domain/audit/audit-row.js";
import { auditSeal } from "../support/audit-seal.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { publishWaiting, waitingRows } from "../support/numbered-chain.js";
import { NOW } from "../support/users.js";

let cli: CliWorld;
beforeAll(async () => {
  cli = await startCliWorld("http://127.0.0.1:9");
});
afterAll(() => cli.close());

let subjects = 0;
const record = (subject: string, number: number) =>
  cli.audit.record(auditEvent("signin.failed", { subject, key: `${subject}/${number}`, at: new Date(NOW) }));
/** A subject with this number of published events. */
const givenChain = async (length: number): Promise<string> => {
  subjects += 1;
  const subject = `user:usr_${subjects}`;
  for (let number = 1; number <= length; number += 1) {
    await record(subject, number);
    await publishWaiting(cli.outbox, new Date(Date.now() + 1_000));
  }
  return subject;
};

const keyAt = (subject: string, number: number) => auditRowKey(`signin.failed/${subject}/${number}`);
const rowAt = async (subject: string, number: number): Promise<Row> => {
  const { Item } = await cli.client.send(
    new GetCommand({ TableName: cli.tables.audit, Key: keyAt(subject, number) }),
  );
  return Item ?? {};
};
const overwrite = async (subject: string, number: number, change: Row) =>
  cli.put("audit", { ...(await rowAt(subject, number)), ...change, ...keyAt(subject, number) });
const remove = (subject: string, number: number) =>
  cli.client.send(new DeleteCommand({ TableName: cli.tables.audit, Key: keyAt(subject, number) }));
const headOf = async (subject: string): Promise<Row> => {
  const command = new GetCommand({ TableName: cli.tables.audit, Key: auditHeadRowKey(subject) });
  return (await cli.client.send(command)).Item ?? {};
};
const setHead = async (subject: string, change: Row) =>
  cli.put("audit", { ...(await headOf(subject)), ...change, ...auditHeadRowKey(subject) });
/** The columns of a row with this text, as a function of the stage would seal it. */
const sealed = async (event: string, { recorded_at }: Row) => ({
  event,
  mac: await auditSeal.of({ event, recordedAt: String(recorded_at) }),
});

const verdict = async (subject: string) => {
  const { code, answer } = await cli.json("audit", "verify", "--subject", subject);
  return { code, ...answer };
};
const broken = (kind: string, at: number) => ({ code: 1, kind: "broken", first: { kind, at } });

it("reports an intact chain of any length as intact", async () => {
  const subject = await givenChain(12);
  expect(await verdict(subject)).toMatchObject({ code: 0, kind: "whole", events: 12 });
});

it("a subject without events cannot be verified", async () => {
  expect(await verdict("user:nobody")).toMatchObject({ code: 3, kind: "empty" });
});

it("counts events whose numbers are reserved and not stored", async () => {
  const subject = await givenChain(2);
  await record(subject, 3);
  const rows = await waitingRows(cli.outbox, new Date(Date.now() + 1_000));
  await cli.outbox.number(rows);
  expect(await verdict(subject)).toMatchObject({ code: 0, kind: "whole", events: 3 });
  await cli.outbox.settle({ published: (await cli.outbox.number(rows)).events, refused: [] });
});

it("names an event whose text was edited", async () => {
  const subject = await givenChain(4);
  const { event } = await rowAt(subject, 3);
  await overwrite(subject, 3, { event: String(event).replace(NOW, "2024-12-31T00:00:00.000Z") });
  expect(await verdict(subject)).toMatchObject(broken("forged", 3));
  expect((await cli.local("audit", "verify", "--subject", subject)).out).toBe(
    `${subject} is broken (forged): event 3 was not written by this stage, or was changed`,
  );
});

it.each(["not JSON", "{}", ""])("names an event that was overwritten with %j", async (event) => {
  const subject = await givenChain(3);
  await overwrite(subject, 2, { event });
  expect(await verdict(subject)).toMatchObject(broken("forged", 2));
});

it("names an event that was edited by a holder of the key", async () => {
  const subject = await givenChain(3);
  const row = await rowAt(subject, 2);
  const event = String(row.event).replace(NOW, "2024-12-31T00:00:00.000Z");
  await overwrite(subject, 2, await sealed(event, row));
  expect(await verdict(subject)).toMatchObject(broken("edited", 2));
});

it("names the neighbour of an event that a holder of the key replaced, with a correct hash", async () => {
  const subject = await givenChain(4);
  const row = await rowAt(subject, 2);
  const event = { ...(JSON.parse(String(row.event)) as AuditEvent), details: { reason: "changed" } };
  const made = chain(event, { sequence: 1, hash: String(row.previous_hash) });
  await overwrite(subject, 2, { ...(await sealed(made.eventJson, row)), hash: made.recorded.hash });
  expect(await verdict(subject)).toMatchObject(broken("replaced", 3));
});

it.each([1, 2, 4])("names an event that was deleted, the %i. of 4", async (number) => {
  const subject = await givenChain(4);
  await remove(subject, number);
  expect(await verdict(subject)).toMatchObject(
    number === 4 ? broken("truncated", 4) : broken("deleted", number),
  );
});

it("names the first of two events whose numbers were exchanged", async () => {
  const subject = await givenChain(4);
  const [second, third] = [await rowAt(subject, 2), await rowAt(subject, 3)];
  await overwrite(subject, 2, { sequence: third.sequence });
  await overwrite(subject, 3, { sequence: second.sequence });
  expect(await verdict(subject)).toMatchObject(broken("edited", 2));
});

it("names deleted last events if the number in the head was set back but not its hash", async () => {
  const subject = await givenChain(4);
  await remove(subject, 4);
  await setHead(subject, { sequence: 3, reserved: [] });
  expect(await verdict(subject)).toMatchObject(broken("head_wrong", 3));
});

it("names a number that was assigned twice because the head was set back", async () => {
  const subject = await givenChain(2);
  const before = await headOf(subject);
  await record(subject, 3);
  await publishWaiting(cli.outbox, new Date(Date.now() + 1_000));
  await setHead(subject, before);
  await record(subject, 4);
  await publishWaiting(cli.outbox, new Date(Date.now() + 1_000));
  expect(await verdict(subject)).toMatchObject(broken("repeated", 4));
});

it("names events without a head", async () => {
  const subject = await givenChain(2);
  await cli.client.send(new DeleteCommand({ TableName: cli.tables.audit, Key: auditHeadRowKey(subject) }));
  expect(await verdict(subject)).toMatchObject(broken("head_wrong", 2));
});

it("names a head that cannot be read", async () => {
  const subject = await givenChain(2);
  await setHead(subject, { reserved: "none" });
  expect(await verdict(subject)).toMatchObject({ code: 1, kind: "broken" });
});

describe("a chain of rows of the first form", () => {
  /** As versions before 0.2 recorded events: numbered, hashed and with a head of their own. */
  const givenFirstForm = async (length: number): Promise<string> => {
    subjects += 1;
    const subject = `user:usr_${subjects}`;
    let head = { sequence: 0, hash: CHAIN_START };
    for (let number = 1; number <= length; number += 1) {
      const event = auditEvent("signin.failed", {
        subject,
        key: `old/${subject}/${number}`,
        at: new Date(NOW),
      });
      const { recorded, eventJson } = chain(event, head);
      const { sequence, hash, previousHash } = recorded;
      await cli.put("audit", {
        ...{ ...numberedEventRowKey(subject, sequence), event: eventJson, sequence, hash },
        ...{ previous_hash: previousHash, recorded_at: NOW },
      });
      head = { sequence, hash };
    }
    await cli.put("audit", { ...numberedHeadRowKey(subject), ...head });
    return subject;
  };

  it("is verified by itself", async () => {
    expect(await verdict(await givenFirstForm(3))).toMatchObject({ code: 0, kind: "whole", events: 3 });
  });

  it("ends in an event that continues it, and is verified to the end", async () => {
    const subject = await givenFirstForm(3);
    await record(subject, 1);
    const later = () => new Date(Date.now() + 1_000);
    const published = [
      ...(await publishWaiting(cli.outbox, later())),
      ...(await publishWaiting(cli.outbox, later())),
    ];
    expect(published.map(({ type, sequence }) => [type, sequence]).sort()).toEqual([
      ["audit.chain_continued", 4],
      ["signin.failed", 5],
    ]);
    expect(await verdict(subject)).toMatchObject({ code: 0, kind: "whole", events: 5 });
  });

  it("names an edited event of it, before and after its continuation", async () => {
    const subject = await givenFirstForm(3);
    const key = numberedEventRowKey(subject, 2);
    const { Item } = await cli.client.send(new GetCommand({ TableName: cli.tables.audit, Key: key }));
    await cli.put("audit", { ...Item, ...key, event: "{}" });
    expect(await verdict(subject)).toMatchObject(broken("edited", 2));
    await record(subject, 1);
    await publishWaiting(cli.outbox, new Date(Date.now() + 1_000));
    expect(await verdict(subject)).toMatchObject(broken("edited", 2));
  });

  it("publishes events of the outbox with their numbers, and records events after the continuation again", async () => {
    const subject = await givenFirstForm(2);
    await record(subject, 1);
    await publishWaiting(cli.outbox, new Date(Date.now() + 1_000));
    const event = auditEvent("signin.failed", { subject, key: `old/${subject}/late`, at: new Date(NOW) });
    const { recorded, eventJson } = chain(event, { sequence: 2, hash: "0" });
    const row = { ...numberedEventRowKey(subject, 3), sequence: 3, hash: recorded.hash, previous_hash: "0" };
    await cli.put("audit", { ...row, event: eventJson, recorded_at: NOW, outbox: "PENDING#0" });
    await publishWaiting(cli.outbox, new Date(Date.now() + 1_000));
    const published = await publishWaiting(cli.outbox, new Date(Date.now() + 1_000));
    expect(published).toContainEqual(expect.objectContaining({ id: event.id, sequence: 5 }));
    expect(await verdict(subject)).toMatchObject({ code: 0, kind: "whole", events: 5 });
  });
});
