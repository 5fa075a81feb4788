/** The audit events of sign-ins whose password was not checked. */
import { expect, it } from "@jest/globals";
import { addressOf, CAFE, guardedPool, HOME, OWNER, owner, RIGHT } from "../../support/guarded-pool.js";

type Stage = ReturnType<typeof guardedPool>;

const failuresOf = ({ ports }: Stage) =>
  ports.audit.events.filter(({ type }) => type === "signin.failed").map(({ details }) => details);
const refusalsOf = (stage: Stage) => failuresOf(stage).filter(({ reason }) => reason === "too_many_requests");

it("are one for each name, network, reason and hour, whatever the number of attempts", async () => {
  const stage = guardedPool();
  for (let made = 0; made < 11; made += 1) await stage.guess(OWNER, { sourceIp: HOME });
  for (let made = 0; made < 300; made += 1) await stage.guess(OWNER, { sourceIp: HOME });
  expect(failuresOf(stage)).toHaveLength(11);
  expect(refusalsOf(stage)).toMatchObject([{ sourceIp: HOME }]);
  expect(stage.ports.metrics.counted.filter((name) => name === "sign_in_throttled")).toHaveLength(301);

  for (let made = 0; made < 60; made += 1) await stage.guess(OWNER, { sourceIp: addressOf(made % 6) });
  expect(new Set(refusalsOf(stage).map(({ sourceIp }) => sourceIp)).size).toBe(7);
  expect(refusalsOf(stage)).toHaveLength(7);
  stage.advance(3_600);
  for (let made = 0; made < 12; made += 1) await stage.guess(OWNER, { sourceIp: addressOf(0) });
  expect(refusalsOf(stage)).toHaveLength(8);
});

it("are one for each network, reason and hour, if the network's rule refuses", async () => {
  const stage = guardedPool();
  for (let made = 0; made < 400; made += 1) await stage.guess(`user-${made}@example.com`, { sourceIp: HOME });
  expect(refusalsOf(stage)).toMatchObject([{ sourceIp: HOME }]);
});

it("are as few for a known source during the pool's lock", async () => {
  const stage = await owner();
  for (let made = 0; made < 13; made += 1) {
    await stage.pool(OWNER, "Wrong-Password-1!");
    stage.advance(2 ** Math.max(0, made - 4));
  }
  await stage.pool(OWNER, "Wrong-Password-1!");
  const before = failuresOf(stage).length;
  for (let made = 0; made < 5; made += 1)
    expect((await stage.attempt(OWNER, RIGHT, { sourceIp: CAFE, device: stage.device })).statusCode).toBe(
      429,
    );
  expect(failuresOf(stage).length - before).toBe(1);
});

it("have the reason of the outage while the service is not available", async () => {
  const stage = guardedPool();
  await stage.ports.outages.report("legacy");
  for (let made = 0; made < 300; made += 1) await stage.guess(OWNER, { sourceIp: HOME });
  expect(failuresOf(stage)).toHaveLength(7);
  expect(failuresOf(stage).at(-1)).toMatchObject({ reason: "temporarily_unavailable", sourceIp: HOME });
});

it("are one for each reason, if the reason changes within the hour", async () => {
  const stage = guardedPool();
  await stage.ports.outages.report("legacy");
  for (let made = 0; made < 100; made += 1) await stage.guess(OWNER, { sourceIp: HOME });
  await stage.ports.outages.clear("legacy");
  const before = failuresOf(stage);
  expect(before.at(-1)).toMatchObject({ reason: "temporarily_unavailable" });
  for (let made = 0; made < 100; made += 1) await stage.guess(OWNER, { sourceIp: HOME });
  expect(refusalsOf(stage)).toHaveLength(1);
});
