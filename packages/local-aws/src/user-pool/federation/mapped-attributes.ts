/**
 * Maps the claims of a provider to attributes of the pool (developer guide, "Mapping IdP attributes to
 * profiles and tokens"). Every sign-in overwrites them. An attribute whose claim is missing stays, except the
 * verified flags of addresses.
 */
import { setAttributes } from "../auth/change-attributes.js";
import { CognitoError, invalidParameter } from "../errors.js";
import type { IdentityProvider } from "../oauth/records.js";
import { checkMutable, checkValues, missingRequired } from "../rules/attribute-values.js";
import type { Pool } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";

const proofs = { email: "email_verified", phone_number: "phone_number_verified" } as const;

/** An address is unverified if its verified flag is not mapped or not sent. */
export function mappedAttributes({ attributeMapping }: IdentityProvider, claims: Attributes): Attributes {
  const mapped = Object.entries(attributeMapping).flatMap(([attribute, claim]) => {
    const value = claims[claim];
    return attribute === "username" || value === undefined ? [] : [[attribute, value]];
  });
  const attributes = Object.fromEntries(mapped) as Attributes;
  for (const [address, proof] of Object.entries(proofs)) {
    if (attributes[address] !== undefined) attributes[proof] ??= "false";
  }
  return attributes;
}

/**
 * Throws InvalidParameterException if the schema does not allow a value or a required attribute is missing.
 */
export function checkNewProfile(pool: Pool, attributes: Attributes): void {
  explained(() => checkValues(pool, attributes));
  const missing = missingRequired(pool, attributes);
  if (missing.length > 0) throw invalidParameter(`attributes required: [${missing.join(", ")}]`);
}

/** Like checkNewProfile. Also throws if a mapped attribute is immutable, even if its value is the same. */
export function updateProfile(pool: Pool, user: User, attributes: Attributes, now: number): void {
  explained(() => {
    checkMutable(pool, attributes);
    checkValues(pool, attributes);
  });
  const missing = missingRequired(pool, { ...user.attributes, ...attributes });
  if (missing.length > 0) throw invalidParameter(`attributes required: [${missing.join(", ")}]`);
  setAttributes(user, attributes);
  user.modifiedAt = now;
}

function explained(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const reason = error.message.replace(/^Attributes did not conform to the schema: |^user\./, "");
    throw new CognitoError(error.code, `Invalid user attributes: ${reason}`, { cause: error });
  }
}
