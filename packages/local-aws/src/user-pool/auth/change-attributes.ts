/**
 * Changes attributes of a user. A new email address or phone number is unverified until the user confirms it
 * with a code. If AttributesRequireVerificationBeforeUpdate names the attribute, the old value stays in place
 * until then. (Developer guide, "Verifying updates to email addresses and phone numbers".)
 */
import { invalidParameter } from "../errors.js";
import type { CodeDeliveryDetails, ContactAttribute } from "../messages/destination.js";
import { sendCode } from "../messages/send.js";
import { checkedValues, checkMutable } from "../rules/attribute-values.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import { checkAliasesFree } from "./aliases.js";

const contacts: readonly ContactAttribute[] = ["email", "phone_number"];

interface AttributeChange {
  readonly pool: Pool;
  readonly clientId: string;
  readonly user: User;
  /** An empty value removes the attribute. */
  readonly changes: Attributes;
  readonly clientMetadata?: Attributes | undefined;
}

/** Throws InvalidParameterException and AliasExistsException. Returns the deliveries of the codes. */
export async function changeAttributes(
  services: Services,
  change: AttributeChange,
): Promise<CodeDeliveryDetails[]> {
  const { pool, clientId, user, clientMetadata } = change;
  const changes = checkedValues(pool, change.changes);
  checkChanges(pool, user, changes);
  const unproven = contacts.filter((name) => isUnprovenChange(user, changes, name));
  const toVerify = unproven.filter((name) => pool.settings.AutoVerifiedAttributes.includes(name));
  const { AttributesRequireVerificationBeforeUpdate: strict = [] } =
    pool.settings.UserAttributeUpdateSettings ?? {};
  const waiting = toVerify.filter((name) => strict.includes(name));
  const immediate = Object.entries(changes).filter(([name]) => !waiting.some((contact) => contact === name));
  setAttributes(user, Object.fromEntries(immediate));
  const pending = Object.fromEntries(waiting.map((name) => [name, changes[name] ?? ""]));
  user.pendingAttributes = { ...user.pendingAttributes, ...pending };
  user.modifiedAt = services.clock.now();
  pool.users.save(user);
  const sent: CodeDeliveryDetails[] = [];
  for (const attribute of toVerify) {
    const recipient = { pool, clientId, user, clientMetadata };
    const cause = "UpdateUserAttribute";
    sent.push(
      await sendCode(services, recipient, {
        purpose: `attribute:${attribute}`,
        cause,
        attribute,
        address: changes[attribute],
      }),
    );
  }
  return sent;
}

/**
 * Applies values. A changed address becomes unverified, and the codes sent to the old address become void.
 */
export function setAttributes(user: User, values: Attributes): void {
  for (const name of contacts) {
    const value = values[name];
    if (value === undefined) continue;
    const { [name]: _, ...others } = user.pendingAttributes;
    user.pendingAttributes = others;
    if (value === user.attributes[name]) continue;
    user.attributes[`${name}_verified`] = values[`${name}_verified`] ?? "false";
    user.codes = Object.fromEntries(Object.entries(user.codes).filter(([, code]) => code.attribute !== name));
  }
  for (const [name, value] of Object.entries(values)) {
    if (value !== "") user.attributes[name] = value;
    else removeAttribute(user, name);
  }
}

function removeAttribute(user: User, name: string): void {
  delete user.attributes[name];
  delete user.attributes[`${name}_verified`];
}

function checkChanges(pool: Pool, user: User, changes: Attributes): void {
  const changed = Object.entries(changes).filter(([name, value]) => (user.attributes[name] ?? "") !== value);
  checkMutable(pool, Object.fromEntries(changed));
  const removed = changed.find(([name, value]) => value === "" && pool.schema.get(name)?.required);
  if (removed) throw invalidParameter(`Attribute ${removed[0]} is required and cannot be removed.`);
  const kept = Object.fromEntries(
    Object.entries({ ...user.attributes, ...changes }).filter(([, value]) => value),
  );
  checkAliasesFree(pool, kept, user);
}

/** Whether the request sets a new address without declaring it verified. */
const isUnprovenChange = (user: User, changes: Attributes, name: ContactAttribute): boolean => {
  const value = changes[name];
  return !!value && value !== user.attributes[name] && changes[`${name}_verified`] !== "true";
};
