/** Imports one line of the file and returns the result. No trigger runs, and no message is sent. */
import { checkAliasesFree, newIdentity } from "../auth/aliases.js";
import { CognitoError, invalidParameter } from "../errors.js";
import { username as usernameField } from "../operations/fields.js";
import { checkedValues, checkRequired } from "../rules/attribute-values.js";
import { enabledMfas } from "../settings/mfa-settings.js";
import { mfaOf } from "../store/mfa.js";
import type { Pool } from "../store/pool.js";
import { type Attributes, newUser } from "../store/user.js";
import { valuesOf } from "./csv.js";
import { importLimits } from "./import-job.js";

export type RowOutcome =
  | { readonly kind: "imported" }
  /** The reason contains no value of the line. */
  | { readonly kind: "skipped" | "failed"; readonly reason: string };

export function importRow(pool: Pool, header: readonly string[], line: string, now: number): RowOutcome {
  try {
    const { username, withSms, attributes } = profileOf(pool, header, line);
    if (isTaken(pool, username)) return { kind: "skipped", reason: "The user already exists." };
    checkAliasesFree(pool, attributes);
    // The user has no password. The first sign-in must set one.
    const user = newUser({ ...newIdentity(pool, username), status: "RESET_REQUIRED", attributes, now });
    if (withSms) mfaOf(user).enabled = ["SMS_MFA"];
    pool.users.save(user);
    return { kind: "imported" };
  } catch (error) {
    if (error instanceof CognitoError) return { kind: "failed", reason: error.message.trimEnd() };
    throw error;
  }
}

interface Profile {
  readonly username: string;
  readonly withSms: boolean;
  readonly attributes: Attributes;
}

function profileOf(pool: Pool, header: readonly string[], line: string): Profile {
  if (line.length > importLimits.rowCharacters) throw invalidParameter("The line is too long.");
  const values = valuesOf(line);
  if (values.length !== header.length)
    throw invalidParameter("The number of values differs from the header.");
  const given = Object.fromEntries(
    header.flatMap((name, index): [string, string][] => {
      const value = values[index] ?? "";
      return value === "" ? [] : [[name, normalised(name, value)]];
    }),
  );
  const { "cognito:username": username = "", "cognito:mfa_enabled": mfa = "", ...rest } = given;
  if (!usernameField.safeParse(username).success)
    throw invalidParameter("cognito:username is missing or invalid.");
  if (!/^(true|false)$/i.test(mfa)) throw invalidParameter("cognito:mfa_enabled must be true or false.");
  pool.users.checkNewUsername(username);
  const named = pool.users.signInAttribute(username);
  const attributes = checkedValues(pool, { ...(named && { [named]: username }), ...rest });
  checkRequired(pool, attributes);
  checkVerified(pool, attributes);
  const withSms = mfa.toLowerCase() === "true";
  if (withSms) checkSms(pool, attributes);
  return { username, withSms, attributes };
}

/** Files contain dates as 02/01/1985, the API as 1985-02-01. */
function normalised(name: string, value: string): string {
  if (name === "birthdate") return value.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$1-$2");
  return value;
}

/** Imported users must set a password first and need a verified address for the code. */
function checkVerified({ settings }: Pool, attributes: Attributes): void {
  const { AutoVerifiedAttributes: automatic } = settings;
  if (!automatic.some((name) => attributes[`${name}_verified`] === "true")) {
    throw invalidParameter("The User Record does not set any of the auto verified attributes to true.");
  }
  const missing = ["email", "phone_number"].find(
    (name) => attributes[`${name}_verified`] === "true" && !attributes[name],
  );
  if (missing !== undefined) throw invalidParameter(`${missing} is marked as verified, but missing.`);
}

function checkSms({ settings }: Pool, { phone_number: phone }: Attributes): void {
  if (!enabledMfas(settings).includes("SMS_MFA")) {
    throw invalidParameter("cognito:mfa_enabled is true, and the user pool has no codes by SMS.");
  }
  if (!phone) throw invalidParameter("cognito:mfa_enabled needs a phone_number.");
}

function isTaken({ users }: Pool, username: string): boolean {
  const named = users.signInAttribute(username);
  return (
    users.byUsername(username) !== undefined ||
    (named !== undefined && users.aliasOwner(named, username) !== undefined)
  );
}
