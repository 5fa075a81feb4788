/** Sends the code of a pending sign-in. The code belongs to the sign-in's session, not to the profile. */
import { randomInt } from "node:crypto";
import type { Services } from "../services.js";
import {
  type CodeDeliveryDetails,
  type ContactAttribute,
  channelOf,
  deliveryDetails,
} from "./destination.js";
import { type Recipient, send } from "./send.js";
import { type SentCode, sentCode } from "./sent-code.js";

/**
 * Six digits for a second factor, eight for a first factor. `address` is one that is not in the profile yet.
 */
export async function sendSignInCode(
  services: Services,
  recipient: Recipient,
  wanted: { attribute: ContactAttribute; digits: 6 | 8; address?: string },
): Promise<{ sent: SentCode; details: CodeDeliveryDetails }> {
  const { attribute, digits } = wanted;
  const address = wanted.address ?? recipient.user.attributes[attribute] ?? "";
  const code = String(randomInt(10 ** digits)).padStart(digits, "0");
  const sent = sentCode(attribute, address, code);
  await send(services, recipient, "Authentication", { channel: channelOf(attribute), to: address, code });
  return { sent, details: deliveryDetails(attribute, address) };
}
