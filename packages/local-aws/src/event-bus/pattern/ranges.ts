/** Range operators: numbers and CIDR blocks. */
import { BlockList, isIP } from "node:net";
import type { JsonValue } from "../../aws-json/json.js";
import { InvalidPattern } from "./invalid-pattern.js";
import type { Predicate } from "./text.js";

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

/** One comparison, or a lower bound followed by an upper bound. Matches JSON numbers only. */
export const numeric = (argument: JsonValue): Predicate => {
  if (!Array.isArray(argument)) throw new InvalidPattern("Value of numeric must be an array.");
  const first = comparison(argument[0], argument[1]);
  if (argument.length === 2) return (value) => typeof value === "number" && first.holds(value);

  const second = comparison(argument[2], argument[3]);
  if (argument.length > 4) throw new InvalidPattern("Too many terms in numeric range expression");
  if (!first.sign.startsWith(">") || !second.sign.startsWith("<"))
    throw new InvalidPattern("A numeric range is a lower bound followed by an upper bound");
  if (first.bound >= second.bound) throw new InvalidPattern("Bottom must be less than top");
  return (value) => typeof value === "number" && first.holds(value) && second.holds(value);
};

const comparison = (sign: JsonValue | undefined, bound: JsonValue | undefined) => {
  const compare =
    typeof sign === "string" && Object.hasOwn(COMPARISONS, sign) ? COMPARISONS[sign] : undefined;
  if (typeof sign !== "string" || compare === undefined)
    throw new InvalidPattern("Invalid member in numeric match: expected one of = < <= > >=");
  if (typeof bound !== "number" || !Number.isFinite(bound))
    throw new InvalidPattern(`Value of ${sign} must be numeric`);
  return { sign, bound, holds: (value: number) => compare(value, bound) };
};

/** `address/bits`, IPv4 or IPv6. Strings that are not an address of the same family do not match. */
export const cidr = (argument: JsonValue): Predicate => {
  const [address = "", bits = "", ...more] = typeof argument === "string" ? argument.split("/") : [];
  const family = familyOf(address);
  const widest = family === "ipv4" ? 32 : 128;
  if (family === undefined || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > widest)
    throw new InvalidPattern("Malformed CIDR, one '/' required between an IP address and its prefix length");
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family);
  return (value) => typeof value === "string" && familyOf(value) === family && block.check(value, family);
};

const familyOf = (text: string): "ipv4" | "ipv6" | undefined => {
  if (text.includes("%")) return undefined; // addresses with a zone never match
  const version = isIP(text);
  return version === 4 ? "ipv4" : version === 6 ? "ipv6" : undefined;
};
