import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { callerFrom } from "../../../shared/domain/caller.js";

const networkOf = (sourceIp: string) => callerFrom({ requestId: "r", sourceIp }).network;
const group = fc.nat(0xffff);
const groups = fc.tuple(group, group, group, group, group, group, group, group);
const full = (all: readonly number[]) => all.map((each) => each.toString(16)).join(":");

/** The same address in its shortest form (RFC 5952), as the URL parser writes it. */
const compressed = (all: readonly number[]) => new URL(`http://[${full(all)}]`).hostname.slice(1, -1);

describe("the network that counts for throttling", () => {
  it("is an IPv4 address itself", () => {
    fc.assert(fc.property(fc.ipV4(), (address) => networkOf(address) === address));
  });

  it("is the same for every host of an IPv6 /64", () => {
    fc.assert(
      fc.property(groups, groups, (one, other) => {
        const same = [...one.slice(0, 4), ...other.slice(4)];
        expect(networkOf(full(same))).toBe(networkOf(full(one)));
      }),
    );
  });

  it("differs between two /64", () => {
    fc.assert(
      fc.property(groups, fc.nat(3), (address, index) => {
        const other = address.map((each, at) => (at === index ? each ^ 1 : each));
        expect(networkOf(full(other))).not.toBe(networkOf(full(address)));
      }),
    );
  });

  it("does not depend on how an address is written", () => {
    const sparse = fc.tuple(...Array.from({ length: 8 }, () => fc.constantFrom(0, 0, 1, 0xdb8)));
    fc.assert(
      fc.property(sparse, (all) => {
        const padded = all.map((each) => each.toString(16).padStart(4, "0").toUpperCase()).join(":");
        const expected = networkOf(full(all));
        expect(networkOf(padded)).toBe(expected);
        expect(networkOf(compressed(all))).toBe(expected);
      }),
    );
  });

  it.each([
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["fe80::", "fe80:0:0:0::/64"],
    ["::ffff:203.0.113.10", "203.0.113.10"],
    ["::FFFF:203.0.113.10", "203.0.113.10"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

it("the facts of a caller come only from the network", () => {
  const caller = callerFrom({ requestId: "r", sourceIp: "203.0.113.10", userAgent: "test-agent/1.0" });
  expect(caller.facts).toEqual({ requestId: "r", sourceIp: "203.0.113.10", userAgent: "test-agent/1.0" });
});
