/** An authenticator app: RFC 6238 with the usual parameters. */
import { createHmac } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function totp(secret: string, now: number): string {
  const value = [...secret].reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n);
  const key = Buffer.from(value.toString(16).padStart((secret.length * 5) / 4, "0"), "hex");
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(Math.floor(now / 30_000), 4);
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac.readUInt8(19) % 16;
  return String((mac.readUInt32BE(offset) % 2 ** 31) % 1e6).padStart(6, "0");
}
