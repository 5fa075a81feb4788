import { describe, expect, it } from "@jest/globals";
import { noOriginProof } from "../../../shared/adapters/aws/origin-proof.js";
import { callerFrom } from "../../../shared/domain/caller.js";
import { AuthError } from "../../../shared/domain/errors.js";
import { viewerCaller } from "../../../shared/edge/viewer-caller.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import type { OriginProof } from "../../../shared/ports/index.js";

const SECRET = "the-secret-of-the-distribution";
const behindCloudFront = memoryPorts({ originSecret: SECRET });
const of = async (
  headers: Record<string, string>,
  deps: { readonly originProof: OriginProof } = behindCloudFront,
) => {
  const caller = callerFrom({ requestId: "r", sourceIp: "192.0.2.200", userAgent: "a" });
  const { network, country, facts } = await viewerCaller(deps, { caller, headers });
  return [facts.sourceIp, network, country];
};
const proved = (address: string) => ({ "cloudfront-viewer-address": address, "x-origin-secret": SECRET });
const CONNECTION = ["192.0.2.200", "192.0.2.200", undefined];

describe("behind CloudFront, the address", () => {
  it.each([
    ["198.51.100.7:46532", "198.51.100.7", "198.51.100.7"],
    ["2001:db8:0:1::7:46532", "2001:db8:0:1::7", "2001:db8:0:1::/64"],
    [
      "2001:0DB8:0000:0001:0000:0000:0000:0007:443",
      "2001:0DB8:0000:0001:0000:0000:0000:0007",
      "2001:db8:0:1::/64",
    ],
    ["[2001:db8:0:1::7]:46532", "2001:db8:0:1::7", "2001:db8:0:1::/64"],
    ["::ffff:198.51.100.7:46532", "::ffff:198.51.100.7", "198.51.100.7"],
  ])("%s is %s, and counts as %s", async (header, sourceIp, network) => {
    expect(await of(proved(header))).toEqual([sourceIp, network, undefined]);
  });

  it.each([
    "",
    "198.51.100.7",
    "198.51.100.7:",
    "198.51.100.999:1",
    "a:1",
    "198.51.100.7:1, 203.0.113.1:1",
    "fe80::1%eth0:1",
  ])("is that of the connection for %p, which is no address with a port", async (header) => {
    expect(await of(proved(header))).toEqual(CONNECTION);
  });

  it("is not read from the headers that a client can write, whatever proves the distribution", async () => {
    const forged = { "x-forwarded-for": "198.51.100.7", forwarded: "for=198.51.100.7" };
    expect(await of({ ...forged, "x-origin-secret": SECRET })).toEqual(CONNECTION);
    expect((await of({ ...forged, ...proved("203.0.113.9:1") }))[0]).toBe("203.0.113.9");
  });
});

describe("address and country", () => {
  const headers = { ...proved("198.51.100.7:46532"), "cloudfront-viewer-country": "NL" };
  const failing = {
    holds: async (): Promise<boolean> => {
      throw new AuthError("temporarily_unavailable");
    },
  };

  it("are both read beside the secret", async () => {
    expect(await of(headers)).toEqual(["198.51.100.7", "198.51.100.7", "NL"]);
  });

  it.each([
    ["nothing stands before the API", headers, { originProof: noOriginProof() }],
    ["the secret is missing", { ...headers, "x-origin-secret": "" }, behindCloudFront],
    ["the secret is another one", { ...headers, "x-origin-secret": "a-guess" }, behindCloudFront],
    ["the secret cannot be read", headers, { originProof: failing }],
  ])("are both ignored if %s", async (_, given, deps) => {
    expect(await of(given, deps)).toEqual(CONNECTION);
  });
});
