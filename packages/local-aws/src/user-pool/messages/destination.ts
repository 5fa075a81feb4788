/** The destinations of codes, and their masked form in responses. */
import { createHmac } from "node:crypto";
import type { PoolSettings } from "../settings/pool-settings.js";
import type { Attributes } from "../store/user.js";
import type { Channel } from "./message.js";

export type ContactAttribute = "email" | "phone_number";

export interface CodeDeliveryDetails {
  readonly AttributeName: ContactAttribute;
  readonly DeliveryMedium: Channel;
  readonly Destination: string;
}

export const channelOf = (attribute: ContactAttribute): Channel => (attribute === "email" ? "EMAIL" : "SMS");

export const deliveryDetails = (attribute: ContactAttribute, address: string): CodeDeliveryDetails => ({
  AttributeName: attribute,
  DeliveryMedium: channelOf(attribute),
  Destination: masked(address),
});

/** `a***@e***` and `+*******9900`. */
function masked(address: string): string {
  const [local = "", domain] = address.split("@");
  if (domain !== undefined) return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
  return `+${"*".repeat(Math.max(address.length - 5, 0))}${address.slice(-4)}`;
}

/**
 * The delivery that a client with PreventUserExistenceErrors sees for an unknown name. It is the same each
 * time. If the name is an address, it matches the delivery for a user of that name.
 */
export function simulatedDelivery(username: string, secret: Buffer): CodeDeliveryDetails {
  if (/^\+\d+$/.test(username)) return deliveryDetails("phone_number", username);
  if (username.includes("@")) return deliveryDetails("email", username);
  const [first = 0, second = 0] = createHmac("sha256", secret).update(username).digest();
  const letter = (byte: number) => String.fromCharCode(97 + (byte % 26));
  return deliveryDetails("email", `${letter(first)}@${letter(second)}`);
}

/** The attribute to verify after a sign-up. If both are due, the phone number comes first. */
export function attributeToVerify(
  settings: PoolSettings,
  attributes: Attributes,
): ContactAttribute | undefined {
  const due = settings.AutoVerifiedAttributes.filter(
    (name) => attributes[name] && attributes[`${name}_verified`] !== "true",
  );
  return due.includes("phone_number") ? "phone_number" : due[0];
}

/** The destination of a password reset code. `admin` if only an administrator can reset the password. */
export function recoveryAttribute(
  settings: PoolSettings,
  attributes: Attributes,
): ContactAttribute | "admin" | undefined {
  const declared = settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const mechanisms = [...declared]
    .sort((left, right) => left.Priority - right.Priority)
    .map(({ Name }) => Name);
  if (mechanisms.includes("admin_only")) return "admin";
  const order = mechanisms.length > 0 ? mechanisms : ["verified_phone_number", "verified_email"];
  const contacts = order.map((name) => (name === "verified_email" ? "email" : "phone_number"));
  return contacts.find((name) => attributes[name] && attributes[`${name}_verified`] === "true");
}
