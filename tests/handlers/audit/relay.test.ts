import { describe, expect, it } from "@jest/globals";
import { relay } from "../../../handlers/audit/relay.js";
import type { RecordedAuditEvent } from "../../../shared/domain/audit/audit-event.js";
import { AuthError } from "../../../shared/domain/errors.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import type { AuditOutbox } from "../../../shared/ports/index.js";
import {
  auditEvents,
  numberedEvents,
  scriptedBus,
  streamOf,
  streamRecord,
} from "../../support/audit-records.js";
import { rejectionOf } from "../../support/public-words.js";

const nameOf = ({ id }: { id: string }) => id.replace(/^.*-/, "");

/** The relay with a bus that refuses by script, and a list of what was settled as published. */
const relaying = (answers: readonly (readonly number[])[]) => {
  const ports = memoryPorts();
  const bus = scriptedBus(answers);
  const acknowledged: string[] = [];
  const outbox: AuditOutbox = {
    ...ports.outbox,
    settle: async (events) => {
      acknowledged.push(...events.published.map(({ event }) => nameOf(event)));
      await ports.outbox.settle(events);
    },
  };
  return { ports, bus, acknowledged, run: relay({ ...ports, bus, outbox }) };
};
/** The records of new events of this audit table. */
const everything = ({ audit }: Pick<MemoryPorts, "audit">, count: number, ...rest: [object?]) => {
  for (const event of auditEvents(count, ...rest)) audit.take(event);
  return streamOf(audit.rows.map(streamRecord));
};
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe("the relay", () => {
  it("publishes the new events of a batch in order, ten a call, and acknowledges them", async () => {
    const { ports, bus, acknowledged, run } = relaying([]);
    expect(await run(everything(ports, 23))).toEqual({ batchItemFailures: [] });
    expect(bus.calls).toEqual([numbers(1, 10), numbers(11, 20), numbers(21, 23)]);
    expect(acknowledged).toEqual(numbers(1, 23));
  });

  it("publishes an event as it was recorded, with its place in the chain", async () => {
    const details = { reason: "invalid_credentials", sourceIp: "203.0.113.10" };
    const seen: RecordedAuditEvent[] = [];
    const bus = {
      publish: async (events: readonly RecordedAuditEvent[]) => {
        seen.push(...events);
        return { failed: [] };
      },
    };
    const ports = memoryPorts();
    await relay({ ...ports, bus })(everything(ports, 2, { details }));
    expect(seen).toEqual(numberedEvents(2, { details }));
  });

  it("resends only the entries that the bus refused", async () => {
    const { ports, bus, acknowledged, run } = relaying([[1, 3], [1]]);
    expect(await run(everything(ports, 5))).toEqual({ batchItemFailures: [] });
    expect(bus.calls).toEqual([numbers(1, 5), ["2", "4"], ["4"]]);
    expect(acknowledged).toEqual(numbers(1, 5));
  });

  it("gives up after three tries, and reports what is left by its number in the stream", async () => {
    const { ports, acknowledged, run } = relaying([
      [0, 2],
      [0, 1],
      [0, 1],
    ]);
    expect(await run(everything(ports, 3))).toEqual({
      batchItemFailures: [{ itemIdentifier: "seq-1" }, { itemIdentifier: "seq-3" }],
    });
    expect(acknowledged).toEqual(["2"]);
    expect(ports.metrics.counted).toEqual(["audit_publish_failed", "audit_publish_failed"]);
    expect(ports.logger.lines).toMatchObject([{ level: "error", fields: { count: 1, failed: 2 } }]);
  });

  it("continues with the next batch of ten while one batch waits", async () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const { ports, acknowledged, run } = relaying([all, all, all]);
    const { batchItemFailures } = await run(everything(ports, 12));
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
      numbers(1, 10).map((number) => `seq-${number}`),
    );
    expect(acknowledged).toEqual(["11", "12"]);
  });

  it("stops asking a bus that takes nothing of three batches in a row, and reports all that is left", async () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const { ports, bus, acknowledged, run } = relaying(Array.from({ length: 30 }, () => all));
    const { batchItemFailures } = await run(everything(ports, 60));
    expect(bus.calls).toHaveLength(9);
    expect(batchItemFailures).toHaveLength(60);
    expect(acknowledged).toEqual([]);
  });

  it("continues with a bus that accepts one event of each third batch", async () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const [allButOne, most] = [all.slice(1), all.slice(0, 9)];
    const refused = [all, all, all];
    const cycle = [...refused, ...refused, allButOne, most, most];
    const { ports, acknowledged, run } = relaying([...cycle, ...cycle]);
    const { batchItemFailures } = await run(everything(ports, 60));
    expect(acknowledged).toEqual(["21", "51"]);
    expect(batchItemFailures).toHaveLength(58);
  });

  it("publishes new events only", async () => {
    const { ports, bus, run } = relaying([]);
    const { Records } = everything(ports, 1);
    const [record] = Records;
    const head = { pk: { S: "HEAD#user:usr_ada" }, sk: { S: "HEAD" }, sequence: { N: "1" } };
    const others = [
      { ...record, eventName: "MODIFY" as const },
      { ...record, eventName: "REMOVE" as const, dynamodb: { SequenceNumber: "seq-9" } },
      { eventName: "INSERT" as const, dynamodb: { NewImage: head } },
    ];
    expect(await run(streamOf(others))).toEqual({ batchItemFailures: [] });
    expect(bus.calls).toEqual([]);
  });

  it("reports rows whose numbers could not be reserved", async () => {
    const ports = memoryPorts();
    const number: AuditOutbox["number"] = async (rows) => {
      const { events } = await ports.outbox.number(rows.slice(0, 2));
      return { events, postponed: rows.slice(2) };
    };
    const bus = scriptedBus([]);
    const run = relay({ ...ports, bus, outbox: { ...ports.outbox, number } });
    expect(await run(everything(ports, 3))).toEqual({ batchItemFailures: [{ itemIdentifier: "seq-3" }] });
    expect(bus.calls).toEqual([["1", "2"]]);
  });

  it("is invoked again for the whole batch if it could not acknowledge", async () => {
    const ports = memoryPorts();
    const settle = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const run = relay({ ...ports, bus: scriptedBus([]), outbox: { ...ports.outbox, settle } });
    await rejectionOf(run(everything(ports, 2)));
  });

  it("reports why the bus accepted nothing, by the name of the error only", async () => {
    const ports = memoryPorts();
    const bus = { publish: async () => ({ failed: [0], cause: "AccessDeniedException" }) };
    await relay({ ...ports, bus })(everything(ports, 1));
    expect(ports.logger.lines).toMatchObject([
      { level: "error", fields: { failed: 1, errorName: "AccessDeniedException" } },
    ]);
  });
});
