/**
 * Operations on the terms documents of a client (developer guide, "Terms documents"). They are stored and
 * described. The pages do not link them.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { CognitoError } from "../errors.js";
import type { Pool } from "../store/pool.js";
import type { Terms } from "../store/pool-records.js";
import { clientId, pageToken, poolId } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

/** The languages of managed login. */
const language =
  /^cognito:(default|english|french|spanish|german|bahasa-indonesia|italian|japanese|korean|portuguese-brazil|chinese-(simplified|traditional))$/;

const links = z
  .record(z.string().regex(language, "must be a language"), z.url({ protocol: /^https?$/ }).max(1024))
  .refine((given) => "cognito:default" in given, "needs cognito:default");

const name = z
  .string()
  .regex(/^(terms-of-use|privacy-policy)[\w-]{0,100}$/, "must begin with terms-of-use or privacy-policy");
const source = z.literal("LINK");
const enforcement = z.literal("NONE");

const inPool = z.object({ UserPoolId: poolId });
const byId = inPool.extend({ TermsId: z.uuidv4() });
const ofClient = inPool.extend({ ClientId: clientId, TermsName: name });

export const createTerms = operation(
  "CreateTerms",
  "signed",
  ofClient.extend({ TermsSource: source, Enforcement: enforcement, Links: links.default({}) }),
  ({ store, clock }, { UserPoolId, ClientId, TermsName, Links }) => {
    const pool = store.pool(UserPoolId);
    const { id: client } = pool.client(ClientId);
    checkNameFree(pool, client, TermsName);
    const now = clock.now();
    const terms = { id: randomUUID(), clientId: client, name: TermsName, links: Links };
    return saved(pool, { ...terms, createdAt: now, modifiedAt: now });
  },
);

const updateInput = byId.extend({
  TermsName: name.optional(),
  TermsSource: source.optional(),
  Enforcement: enforcement.optional(),
  Links: links.optional(),
});

/** Members that the request omits stay as they are. */
export const updateTerms = operation(
  "UpdateTerms",
  "signed",
  updateInput,
  ({ store, clock }, { UserPoolId, TermsId, TermsName, Links }) => {
    const pool = store.pool(UserPoolId);
    const known = existing(pool, TermsId);
    if (TermsName !== undefined && TermsName !== known.name) checkNameFree(pool, known.clientId, TermsName);
    const changes = { ...(TermsName !== undefined && { name: TermsName }), ...(Links && { links: Links }) };
    return saved(pool, { ...known, ...changes, modifiedAt: clock.now() });
  },
);

export const describeTerms = operation("DescribeTerms", "signed", byId, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  return { Terms: described(pool, existing(pool, request.TermsId)) };
});

export const describeTermsByClient = operation(
  "DescribeTermsByClient",
  "signed",
  ofClient,
  ({ store }, { UserPoolId, ClientId, TermsName }) => {
    const pool = store.pool(UserPoolId);
    const found = termsOf(pool, pool.client(ClientId).id, TermsName);
    if (!found) throw notFound();
    return { Terms: described(pool, found) };
  },
);

export const deleteTerms = operation("DeleteTerms", "signed", byId, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  pool.records.of("terms").remove(existing(pool, request.TermsId).id);
  return {};
});

const listInput = inPool.extend({
  MaxResults: z.int().min(1).max(60).default(60),
  NextToken: pageToken,
});

export const listTerms = operation("ListTerms", "signed", listInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  const { items, nextToken } = page(pool.records.of("terms").all(), request.MaxResults, request.NextToken);
  const list = items.map((terms) => {
    const { TermsId, TermsName, Enforcement, CreationDate, LastModifiedDate } = described(pool, terms);
    return { TermsId, TermsName, Enforcement, CreationDate, LastModifiedDate };
  });
  return { Terms: list, ...(nextToken && { NextToken: nextToken }) };
});

const termsOf = (pool: Pool, client: string, wanted: string): Terms | undefined =>
  pool.records
    .of("terms")
    .all()
    .find((each) => each.clientId === client && each.name === wanted);

function checkNameFree(pool: Pool, client: string, wanted: string): void {
  if (!termsOf(pool, client, wanted)) return;
  throw new CognitoError("TermsExistsException", "The client already has terms with this name.");
}

function existing(pool: Pool, id: string): Terms {
  const found = pool.records.of("terms").get(id);
  if (!found) throw notFound();
  return found;
}

const notFound = () => new CognitoError("ResourceNotFoundException", "Terms do not exist.");

function saved(pool: Pool, terms: Terms): object {
  pool.records.of("terms").save(terms.id, terms);
  return { Terms: described(pool, terms) };
}

const described = (pool: Pool, terms: Terms) => ({
  TermsId: terms.id,
  UserPoolId: pool.id,
  ClientId: terms.clientId,
  TermsName: terms.name,
  TermsSource: "LINK",
  Enforcement: "NONE",
  Links: terms.links,
  CreationDate: epochSeconds(terms.createdAt),
  LastModifiedDate: epochSeconds(terms.modifiedAt),
});
