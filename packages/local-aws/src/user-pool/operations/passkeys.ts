/** ListWebAuthnCredentials, DeleteWebAuthnCredential and GetUserAuthFactors. */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { factorsOf } from "../auth/first-factors.js";
import { epochSeconds } from "../clock.js";
import { CognitoError } from "../errors.js";
import { mfaDescription } from "../store/mfa.js";
import { mostPasskeys, type Passkey } from "../store/passkey.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { existingUser } from "./existing-user.js";
import { accessToken, pageToken, poolId, username } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const own = z.object({ AccessToken: accessToken });

export const listWebAuthnCredentials = operation(
  "ListWebAuthnCredentials",
  "public",
  own.extend({
    MaxResults: z.int().min(0).max(mostPasskeys).default(mostPasskeys),
    NextToken: pageToken,
  }),
  (services, { AccessToken, MaxResults, NextToken }) => {
    const { passkeys = [] } = authorize(services, AccessToken).user;
    const { items, nextToken } = page(passkeys, MaxResults, NextToken);
    return { Credentials: items.map(described), ...(nextToken && { NextToken: nextToken }) };
  },
);

export const deleteWebAuthnCredential = operation(
  "DeleteWebAuthnCredential",
  "public",
  own.extend({ CredentialId: z.string().min(1) }),
  (services, { AccessToken, CredentialId }) => {
    const { pool, user } = authorize(services, AccessToken);
    const { passkeys = [] } = user;
    const left = passkeys.filter(({ id }) => id !== CredentialId);
    if (left.length === passkeys.length) {
      throw new CognitoError("ResourceNotFoundException", "The passkey does not exist.");
    }
    user.passkeys = left;
    pool.users.save(user);
    return {};
  },
);

export const getUserAuthFactors = operation("GetUserAuthFactors", "public", own, (services, request) => {
  const { pool, user } = authorize(services, request.AccessToken);
  return factors(pool, user);
});

export const adminGetUserAuthFactors = operation(
  "AdminGetUserAuthFactors",
  "signed",
  z.object({ UserPoolId: poolId, Username: username }),
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    return factors(pool, user);
  },
);

function factors(pool: Pool, user: User): object {
  return {
    Username: user.username,
    ...mfaDescription(user),
    // SRP is a way to prove the password and not a separate factor here.
    ConfiguredUserAuthFactors: factorsOf(pool, user, "").filter((factor) => factor !== "PASSWORD_SRP"),
  };
}

const described = ({ id, relyingPartyId, transports, attachment, createdAt }: Passkey) => ({
  CredentialId: id,
  FriendlyCredentialName: "Passkey",
  RelyingPartyId: relyingPartyId,
  ...(attachment && { AuthenticatorAttachment: attachment }),
  AuthenticatorTransports: transports,
  CreatedAt: epochSeconds(createdAt),
});
