/** Sends the code of a sign-in that is under way. It belongs to that sign-in's session, not to the profile. */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { Services } from "../services.js";
import {
  type CodeDeliveryDetails,
  type ContactAttribute,
  channelOf,
  deliveryDetails,
} from "./destination.js";
import { type Recipient, send } from "./send.js";

export interface SentCode {
  readonly attribute: ContactAttribute;
  readonly address: string;
  /** True for a code that was sent to nobody, and that nothing matches. */
  readonly simulated: boolean;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Six digits for a second factor, eight where the code is the first. */
export async function sendSignInCode(
  services: Services,
  recipient: Recipient,
  { attribute, digits }: { attribute: ContactAttribute; digits: 6 | 8 },
): Promise<{ sent: SentCode; details: CodeDeliveryDetails }> {
  const address = recipient.user.attributes[attribute] ?? "";
  const code = String(randomInt(10 ** digits)).padStart(digits, "0");
  const sent = { attribute, address, simulated: false, ...kept(code) };
  await send(services, recipient, "Authentication", { channel: channelOf(attribute), to: address, code });
  return { sent, details: deliveryDetails(attribute, address) };
}

export const codeMatches = ({ simulated, salt, hash }: SentCode, given: string): boolean =>
  timingSafeEqual(hash, hashOf(given, salt)) && !simulated;

function kept(code: string) {
  const salt = randomBytes(16);
  return { salt, hash: hashOf(code, salt) };
}

export const simulatedCode = (attribute: ContactAttribute): SentCode => ({
  attribute,
  address: "",
  simulated: true,
  ...kept(""),
});

const hashOf = (code: string, salt: Buffer): Buffer => createHmac("sha256", salt).update(code).digest();
