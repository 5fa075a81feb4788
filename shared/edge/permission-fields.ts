/** Schemas of the fields of permission requests. */
import * as z from "zod/mini";
import { AuthError } from "../domain/errors.js";
import { ACTION } from "../domain/permission/action.js";
import { type GrantsOf, keptGrantee } from "../domain/permission/grant.js";
import { isResource, RESOURCE } from "../domain/permission/resource.js";
import { secondsOfTime } from "../domain/timestamp.js";
import { granteeField as grantee, labelField as label, idField as userId } from "./text-fields.js";

const MOST_QUESTIONS = 25;
const MOST_ACTIONS = 16;

export const resourceField = z.string().check(z.regex(RESOURCE));
export const actionField = z.string().check(z.regex(ACTION));
const [resource, action] = [resourceField, actionField];
const expirySeconds = z.pipe(z.pipe(z.string(), z.transform(secondsOfTime)), z.number());

export const checkFields = z.pipe(
  z.object({
    user_id: z.optional(userId),
    checks: z.array(z.object({ resource, action })).check(z.minLength(1), z.maxLength(MOST_QUESTIONS)),
  }),
  z.transform(({ user_id, checks }) => ({ userId: user_id, wanted: checks })),
);
export const explainFields = z.pipe(
  z.object({ user_id: z.optional(userId), resource, action }),
  z.transform(({ user_id, ...wanted }) => ({ userId: user_id, wanted: [wanted] })),
);
export const grantFields = z.pipe(
  z.object({
    resource,
    grantee,
    actions: z.array(action).check(z.minLength(1), z.maxLength(MOST_ACTIONS)),
    expires_at: z.optional(expirySeconds),
  }),
  z.transform(({ expires_at: expiresAtSeconds, ...given }) => ({
    ...given,
    ...(expiresAtSeconds !== undefined && { expiresAtSeconds }),
  })),
);
export const resourceFields = z.pipe(
  z.object({
    resource,
    owner_id: z.optional(userId),
    department: z.optional(label),
    project: z.optional(label),
  }),
  z.transform(({ resource, owner_id: ownerId, department, project }) => ({
    resource,
    facts: { ownerId, department, project },
  })),
);
type Query = Readonly<Record<string, string | undefined>>;

/** The grant that a request names. @throws AuthError `invalid_request`. */
export const grantOf = (query: Query) => ({ resource: resourceOf(query), grantee: granteeOfQuery(query) });

/** @throws AuthError `invalid_request`. */
export const resourceOf = ({ resource: asked }: Query): string => {
  if (asked === undefined || !isResource(asked))
    throw new AuthError("invalid_request", { fields: ["resource"] });
  return asked;
};

/** @throws AuthError `invalid_request` for a missing or malformed grantee. */
const granteeOfQuery = ({ grantee: asked = "" }: Query): string => {
  const kept = keptGrantee(asked);
  if (kept === undefined) throw new AuthError("invalid_request", { fields: ["grantee"] });
  return kept;
};

/**
 * Whose grants a list shows: those on a resource, or those to a grantee. @throws AuthError `invalid_request`, also for
 * both.
 */
export const grantsOf = (query: Query): GrantsOf => {
  if (query.grantee === undefined) return { kind: "on", resource: resourceOf(query) };
  if (query.resource !== undefined)
    throw new AuthError("invalid_request", { fields: ["resource", "grantee"] });
  return { kind: "to", grantee: granteeOfQuery(query) };
};
