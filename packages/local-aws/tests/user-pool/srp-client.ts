/** The client's half of SRP, by hand: for clients of other languages, which send less than the browser's library does. */
import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from "node:crypto";

const prime = getDiffieHellman("modp15").getPrime("hex");
const modulus = BigInt(`0x${prime}`);
const generator = 2n;

interface Exchange {
  readonly SALT?: string;
  readonly SRP_B?: string;
  readonly SECRET_BLOCK?: string;
}

/** What is proved: the password of a user, or the secret of a device. */
interface Secret {
  /** The pool's name, or the device group key. */
  readonly group: string;
  /** The username, or the device key. */
  readonly name: string;
  readonly password: string;
}

/** SRP_A, and what proves the secret once the server has answered. */
export function srpClient({ clock }: { readonly clock: { now(): number } }) {
  const own = BigInt(`0x${randomBytes(64).toString("hex")}`);
  const ownPublic = powerOf(generator, own);
  const keyOf = (salt: bigint, serverPublic: bigint, { group, name, password }: Secret): Buffer => {
    const scramble = hashed(bytes(ownPublic), bytes(serverPublic));
    const exponent = hashed(bytes(salt), sha256(Buffer.from(`${group}${name}:${password}`)));
    const multiplier = hashed(bytes(modulus), bytes(generator));
    const base = serverPublic - ((multiplier * powerOf(generator, exponent)) % modulus) + modulus;
    const shared = powerOf(base % modulus, own + scramble * exponent);
    return Buffer.from(hkdfSync("sha256", bytes(shared), bytes(scramble), "Caldera Derived Key", 16));
  };
  return {
    SRP_A: ownPublic.toString(16),
    proof: ({ SALT = "", SRP_B = "", SECRET_BLOCK = "" }: Exchange, secret: Secret) => {
      const TIMESTAMP = timestamp(clock.now());
      const signature = createHmac("sha256", keyOf(BigInt(`0x${SALT}`), BigInt(`0x${SRP_B}`), secret))
        .update(`${secret.group}${secret.name}`)
        .update(Buffer.from(SECRET_BLOCK, "base64"))
        .update(TIMESTAMP)
        .digest("base64");
      return {
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP,
      };
    },
  };
}

/** `Sat Nov 21 08:05:09 UTC 2026` */
export function timestamp(now: number): string {
  const [day, date, month, year, time] = new Date(now).toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${Number(date)} ${time} UTC ${year}`;
}

const powerOf = (base: bigint, exponent: bigint): bigint => {
  let power = 1n;
  for (const bit of exponent.toString(2)) {
    power = (power * power) % modulus;
    if (bit === "1") power = (power * base) % modulus;
  }
  return power;
};

const sha256 = (...parts: Buffer[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();

const hashed = (...parts: Buffer[]): bigint => BigInt(`0x${sha256(...parts).toString("hex")}`);

/** As the protocol writes a positive number: whole bytes, of which the first has its highest bit clear. */
function bytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const whole = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(whole) ? `00${whole}` : whole, "hex");
}
