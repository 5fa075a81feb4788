import { describe, expect, it } from "@jest/globals";
import { sweep } from "../../../handlers/audit/sweep.js";
import { auditEvent } from "../../../shared/domain/audit/audit-event.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { scriptedBus } from "../../support/audit-records.js";
import { NOW } from "../../support/users.js";

const record = (ports: MemoryPorts, key: string) =>
  ports.audit.record(
    auditEvent("signin.failed", { subject: "pseudonym:p", key: `request-${key}`, at: ports.clock.now() }),
  );

const MINUTE = 60_000;

describe("the sweeper", () => {
  it("publishes what waits for two minutes, once", async () => {
    const ports = memoryPorts({ now: NOW });
    const bus = scriptedBus([]);
    const run = sweep({ ...ports, bus });
    await record(ports, "1");
    ports.clock.advance(2 * MINUTE + 1);
    await record(ports, "2");

    expect(await run({})).toEqual({ published: 1, failed: 0 });
    expect(await run({})).toEqual({ published: 0, failed: 0 });
    expect(bus.calls).toEqual([["1"]]);
  });

  it("ignores events of the last two minutes, which the relay publishes", async () => {
    const ports = memoryPorts({ now: NOW });
    const bus = scriptedBus([]);
    await record(ports, "1");
    ports.clock.advance(2 * MINUTE);
    expect(await sweep({ ...ports, bus })({})).toEqual({ published: 0, failed: 0 });
  });

  it("keeps what the bus refuses for the next round, and says so", async () => {
    const ports = memoryPorts({ now: NOW });
    const bus = scriptedBus([[0], [0], [0]]);
    const run = sweep({ ...ports, bus });
    await record(ports, "1");
    ports.clock.advance(3 * MINUTE);

    expect(await run({})).toEqual({ published: 0, failed: 1 });
    expect(ports.logger.lines).toMatchObject([{ level: "error", fields: { failed: 1 } }]);
    expect(ports.metrics.measured.get("audit_oldest_unpublished")).toBe(180);
    expect(await run({})).toEqual({ published: 1, failed: 0 });
    expect(ports.metrics.measured.get("audit_oldest_unpublished")).toBe(0);
  });

  it("publishes a backlog of hours in one run", async () => {
    const ports = memoryPorts({ now: NOW });
    for (let made = 0; made < 620; made += 1) await record(ports, String(made));
    ports.clock.advance(120 * MINUTE);
    const run = sweep({ ...ports, bus: scriptedBus([]) });
    expect([await run({}), await run({})]).toEqual([
      { published: 620, failed: 0 },
      { published: 0, failed: 0 },
    ]);
  });

  it("stops before its time is used, and measures the remaining backlog", async () => {
    const ports = memoryPorts({ now: NOW });
    for (let made = 0; made < 250; made += 1) await record(ports, String(made));
    ports.clock.advance(3 * MINUTE);
    let remaining = 60_000;
    const deadline = { ...ports.deadline, remainingMs: () => remaining };
    const publish = async () => {
      remaining -= 5_500;
      return { failed: [] };
    };
    expect(await sweep({ ...ports, deadline, bus: { publish } })({})).toEqual({ published: 100, failed: 0 });
    expect(ports.metrics.measured.get("audit_oldest_unpublished")).toBe(180);
  });

  it("tries only one page of each shard if the bus accepts nothing", async () => {
    const ports = memoryPorts({ now: NOW });
    for (let made = 0; made < 250; made += 1) await record(ports, String(made));
    ports.clock.advance(3 * MINUTE);
    const bus = { publish: async () => ({ failed: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], cause: "Down" }) };
    expect(await sweep({ ...ports, bus })({})).toEqual({ published: 0, failed: 100 });
  });
});
