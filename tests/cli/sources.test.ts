import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { networkSources } from "../../shared/domain/blocked-source.js";
import { callerFrom } from "../../shared/domain/caller.js";
import { admitSignIn } from "../../shared/flows/sign-in/admit-sign-in.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { SUB } from "../support/users.js";

let cli: CliWorld;
beforeAll(async () => {
  cli = await startCliWorld("http://127.0.0.1:9");
});
afterAll(() => cli.close());

const callFrom = (sourceIp: string) =>
  cli.blockedSources.find(networkSources(callerFrom({ requestId: "r", sourceIp }).network));

it.each([
  ["203.0.113.7", "203.0.113.7", "203.0.113.8"],
  ["198.51.100.0/24", "198.51.100.200", "198.51.101.1"],
  ["192.0.0.0/16", "192.0.255.255", "192.1.0.0"],
  ["::ffff:203.0.112.9", "203.0.112.9", "203.0.112.10"],
  ["2001:db8:1:2::7", "2001:db8:1:2:ffff::1", "2001:db8:1:3::7"],
  ["2001:DB8:0005::/48", "2001:db8:5:ffff::1", "2001:db8:6::1"],
])("a block of %s refuses %s and not %s", async (network, inside, outside) => {
  const { code } = await cli.json("sources", "block", "--network", network, "--reason", "spraying");
  expect([code, (await callFrom(inside)) !== undefined, await callFrom(outside)]).toEqual([
    0,
    true,
    undefined,
  ]);
  expect((await cli.json("sources", "show", "--network", network)).answer.blocked).toBe(true);
});

it("a block of a name refuses every sign-in with it, and is recorded only with a pseudonym", async () => {
  const { answer } = await cli.json("sources", "block", "--email", "Mallory@Example.com", "--reason", "x");
  const pseudonym = String(answer.value);
  const ports = {
    ...memoryPorts(),
    blockedSources: cli.blockedSources,
    pseudonyms: { of: async () => pseudonym },
  };
  const arrival = {
    sub: SUB,
    identifier: "mallory@example.com",
    clientId: "c",
    confirmed: true,
    userNotFound: true,
  };

  expect(await admitSignIn(ports, arrival)).toBe("denied");
  expect(JSON.stringify(answer)).not.toContain("mallory");
  expect(await cli.events(`pseudonym:${pseudonym}`)).toMatchObject([
    { type: "source.blocked", details: { reason: "x" } },
  ]);
});

it("a source is unblocked, with an event for each change, and blocked again", async () => {
  const change = (verb: string) => cli.json("sources", verb, "--client", "client-1", "--reason", verb);
  for (const verb of ["block", "unblock", "block"]) expect((await change(verb)).code).toBe(0);
  expect((await cli.events("source:client/client-1")).map(({ type }) => type)).toEqual([
    "source.blocked",
    "source.unblocked",
    "source.blocked",
  ]);
  expect((await cli.json("sources", "show", "--client", "client-1")).answer.blocked).toBe(true);
});
