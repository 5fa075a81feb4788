/**
 * The SRP values for an unknown name, if the client hides which users exist: an id and a salt that are stable
 * per name, and a verifier that no password matches. (Developer guide, "Managing user existence error
 * responses".)
 */
import { createHmac } from "node:crypto";
import type { Pool } from "../store/pool.js";
import { type SrpVerifier, srpGroup, srpVerifier } from "./srp.js";

export function simulatedUser(pool: Pool, typed: string): { username: string; srp: SrpVerifier } {
  const name = pool.users.normalise(typed);
  const bytes = (what: string) => createHmac("sha256", pool.keys.secret).update(`${what}\n${name}`).digest();
  const generated = pool.settings.UsernameAttributes.length > 0;
  const username = generated ? uuidOf(bytes("sub")) : typed;
  const salt = bytes("srp salt").subarray(0, 16);
  const simulatedPassword = bytes("srp password").toString("hex");
  return {
    username,
    srp: srpVerifier({ group: srpGroup(pool.id), name: username }, simulatedPassword, salt),
  };
}

/** Formats bytes as a random UUID (RFC 9562, version 4), like generated usernames. */
function uuidOf(bytes: Buffer): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own[6] = ((own[6] ?? 0) & 0x0f) | 0x40;
  own[8] = ((own[8] ?? 0) & 0x3f) | 0x80;
  const hex = own.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
