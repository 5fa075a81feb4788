/**
 * Operations for the domain of a pool's sign-in pages (API reference, CreateUserPoolDomain). The domain is
 * only a name here, since the pages are served under the pool's id. It is the default relying party of
 * passkeys.
 */
import { z } from "zod";
import { CognitoError, invalidParameter } from "../../errors.js";
import { operation } from "../../operations/operation.js";
import type { Pool } from "../../store/pool.js";
import type { PoolStore } from "../../store/pool-store.js";
import { distributionOf, isCustom } from "../pool-domain.js";
import type { Domain } from "../records.js";
import {
  checkPlan,
  type DomainInput,
  domainFrom,
  domainInput,
  domainName,
  named,
  savedAnswer,
} from "./domain-input.js";

const reservedWords = ["aws", "amazon", "cognito"];

/** Throws InvalidParameterException for a domain that Amazon Cognito rejects. */
export function saveDomain(store: PoolStore, pool: Pool, input: unknown): Domain {
  const parsed = domainInput.safeParse(input);
  if (!parsed.success) {
    throw invalidParameter(
      "A domain needs a valid Domain, a certificate of us-east-1 if any, and ManagedLoginVersion 1 or 2.",
    );
  }
  return storedDomain(store, pool, parsed.data);
}

function storedDomain(store: PoolStore, pool: Pool, input: DomainInput): Domain {
  const { Domain: name, CustomDomainConfig: custom } = input;
  if (!custom && reservedWords.some((word) => name.includes(word))) {
    throw invalidParameter("Domain cannot contain reserved word: aws, amazon or cognito");
  }
  const owner = ownerOf(store, name);
  if (owner && owner !== pool) throw invalidParameter("Domain already associated with another user pool.");
  const saved = domainFrom(input);
  checkPlan(pool, saved);
  pool.oauth.domains.save(name, saved);
  return saved;
}

export const createUserPoolDomain = operation(
  "CreateUserPoolDomain",
  "signed",
  domainInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    const custom = request.CustomDomainConfig !== undefined;
    const kin = pool.oauth.domains.all().some((other) => isCustom(other) === custom);
    if (kin || ownerOf(store, request.Domain)) {
      throw invalidParameter("A domain of this type or name already exists.");
    }
    return savedAnswer(storedDomain(store, pool, request));
  },
);

/** Changes the version of the pages, the certificate or the routing. Missing members stay as they are. */
export const updateUserPoolDomain = operation(
  "UpdateUserPoolDomain",
  "signed",
  domainInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    const before = ownDomain(pool, request.Domain);
    if (request.CustomDomainConfig && !isCustom(before)) {
      throw invalidParameter("CustomDomainConfig is for custom domains only.");
    }
    const changed = domainFrom(request, before);
    checkPlan(pool, changed);
    pool.oauth.domains.save(changed.name, changed);
    return savedAnswer(changed);
  },
);

export const describeUserPoolDomain = operation(
  "DescribeUserPoolDomain",
  "signed",
  z.object({ Domain: domainName }),
  ({ store, accountId }, { Domain: name }) => {
    const pool = ownerOf(store, name);
    const found = pool?.oauth.domains.get(name);
    // For an unknown domain, Amazon Cognito returns an empty description instead of an error.
    if (!pool || !found) return { DomainDescription: {} };
    const { managedLoginVersion: ManagedLoginVersion, routing: Routing } = found;
    const { certificateArn: CertificateArn, securityPolicy: SecurityPolicy } = found;
    const details = { UserPoolId: pool.id, AWSAccountId: accountId, Domain: name, Status: "ACTIVE" };
    const custom = isCustom(found) && {
      CloudFrontDistribution: distributionOf(found),
      CustomDomainConfig: { CertificateArn, SecurityPolicy },
    };
    return { DomainDescription: { ...details, ManagedLoginVersion, Routing, ...custom } };
  },
);

export const deleteUserPoolDomain = operation(
  "DeleteUserPoolDomain",
  "signed",
  named,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    pool.oauth.domains.remove(ownDomain(pool, request.Domain).name);
    return {};
  },
);

function ownDomain(pool: Pool, name: string): Domain {
  const domain = pool.oauth.domains.get(name);
  if (domain) return domain;
  throw new CognitoError("ResourceNotFoundException", "No such domain or user pool exists.");
}

const ownerOf = (store: PoolStore, name: string): Pool | undefined =>
  store.all().find(({ oauth }) => oauth.domains.get(name));
