import { expect, it } from "@jest/globals";
import { totpStep } from "../../src/user-pool/rules/totp.js";

it("counts time steps as RFC 6238 does", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; // the RFC's key, 12345678901234567890
  const vectors = [
    [59, "287082", 1],
    [1_111_111_109, "081804", 37_037_036],
    [20_000_000_000, "353130", 666_666_666],
  ] as const;
  for (const [seconds, code, step] of vectors) {
    expect(totpStep(secret, code, seconds * 1000)).toBe(step);
    expect(totpStep(secret, code, (seconds + 61) * 1000)).toBeUndefined();
  }
});
