/**
 * Amazon's browser libraries compute SRP's powers in JavaScript: about 0.2 s each, a dozen in a sign-in with a device.
 * Here the engine's own big numbers compute the same; everything else of the protocol stays the libraries' own.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What both libraries' numbers have in common. */
interface BigInteger {
  toString(radix: number): string;
  mod(modulus: BigInteger): BigInteger;
  modPow(
    exponent: BigInteger,
    modulus: BigInteger,
    done: (error: unknown, power: BigInteger) => void,
  ): BigInteger;
}
type Library = { readonly default: { new (text: string, radix: number): BigInteger; prototype: BigInteger } };

const load = createRequire(import.meta.url);
const AMPLIFY = dirname(load.resolve("@aws-amplify/auth/package.json"));
const LIBRARIES = [
  "amazon-cognito-identity-js/lib/BigInteger.js",
  join(AMPLIFY, "dist/cjs/providers/cognito/utils/srp/BigInteger/BigInteger.js"),
];

const native = (number: BigInteger): bigint => BigInt(`0x${number.toString(16)}`);

const powerOf = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let power = 1n;
  for (const bit of exponent.toString(2)) {
    power = (power * power) % modulus;
    if (bit === "1") power = (power * base) % modulus;
  }
  return power;
};

for (const library of LIBRARIES) {
  const { default: BigInteger } = load(library) as Library;
  BigInteger.prototype.modPow = function (exponent, modulus, done) {
    const power = powerOf(native(this.mod(modulus)), native(exponent), native(modulus));
    const answer = new BigInteger(power.toString(16), 16);
    done(null, answer);
    return answer;
  };
}
