/**
 * The domain of a pool's sign-in pages (API reference, CreateUserPoolDomain). Here it is a name only: the pages are served
 * under the pool's id.
 */
import { z } from "zod";
import { CognitoError, invalidParameter } from "../../errors.js";
import { poolId } from "../../operations/fields.js";
import { operation } from "../../operations/operation.js";
import type { Pool } from "../../store/pool.js";
import type { PoolStore } from "../../store/pool-store.js";
import type { Domain } from "../records.js";

const domain = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/, "must be a domain");

const named = z.object({ UserPoolId: poolId, Domain: domain });

const createInput = named.extend({
  ManagedLoginVersion: z.coerce.number().int().min(1).max(2).default(1),
  CustomDomainConfig: z.object({ CertificateArn: z.string().min(20) }).optional(),
});

const reservedWords = ["aws", "amazon", "cognito"];

/** Throws InvalidParameterException for a domain that Amazon Cognito would refuse. */
export function saveDomain(store: PoolStore, pool: Pool, input: unknown): Domain {
  const parsed = createInput.safeParse(input);
  if (!parsed.success)
    throw invalidParameter("A domain needs a valid Domain and ManagedLoginVersion 1 or 2.");
  const { Domain: name, ManagedLoginVersion, CustomDomainConfig } = parsed.data;
  if (!CustomDomainConfig && reservedWords.some((word) => name.includes(word))) {
    throw invalidParameter("Domain cannot contain reserved word: aws, amazon or cognito");
  }
  const owner = ownerOf(store, name);
  if (owner && owner !== pool) throw invalidParameter("Domain already associated with another user pool.");
  const saved = {
    name,
    managedLoginVersion: ManagedLoginVersion,
    ...(CustomDomainConfig && { certificateArn: CustomDomainConfig.CertificateArn }),
  };
  pool.oauth.domains.save(name, saved);
  return saved;
}

export const createUserPoolDomain = operation(
  "CreateUserPoolDomain",
  "signed",
  createInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    const custom = request.CustomDomainConfig !== undefined;
    const kin = pool.oauth.domains.all().some((other) => (other.certificateArn !== undefined) === custom);
    if (kin || ownerOf(store, request.Domain)) {
      throw invalidParameter("A domain of this kind, or name, is already there.");
    }
    const { managedLoginVersion: ManagedLoginVersion } = saveDomain(store, pool, request);
    return { ManagedLoginVersion };
  },
);

export const describeUserPoolDomain = operation(
  "DescribeUserPoolDomain",
  "signed",
  z.object({ Domain: domain }),
  ({ store, accountId }, { Domain: name }) => {
    const pool = ownerOf(store, name);
    const found = pool?.oauth.domains.get(name);
    // An unknown domain is answered with an empty description, not with an error.
    if (!pool || !found) return { DomainDescription: {} };
    const { managedLoginVersion: ManagedLoginVersion, certificateArn: CertificateArn } = found;
    const details = { UserPoolId: pool.id, AWSAccountId: accountId, Domain: name, Status: "ACTIVE" };
    const custom = CertificateArn && { CustomDomainConfig: { CertificateArn } };
    return { DomainDescription: { ...details, ManagedLoginVersion, ...custom } };
  },
);

export const deleteUserPoolDomain = operation(
  "DeleteUserPoolDomain",
  "signed",
  named,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    if (!pool.oauth.domains.get(request.Domain)) {
      throw new CognitoError("ResourceNotFoundException", "No such domain or user pool exists.");
    }
    pool.oauth.domains.remove(request.Domain);
    return {};
  },
);

const ownerOf = (store: PoolStore, name: string): Pool | undefined =>
  store.all().find(({ oauth }) => oauth.domains.get(name));
