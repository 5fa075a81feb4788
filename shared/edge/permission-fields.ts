/** Schemas of the fields of permission requests. */
import * as z from "zod/mini";
import { AuthError } from "../domain/errors.js";
import { isAction } from "../domain/permission/action.js";
import { MOST_PROJECTS_OF_A_MEMBER } from "../domain/permission/affiliation.js";
import { granteeParts } from "../domain/permission/grant.js";
import { isLabel, isResource } from "../domain/permission/resource.js";

const MOST_QUESTIONS = 25;
const MOST_ACTIONS = 16;
const ID = /^[\w.:@-]{1,128}$/;
/** RFC 3339, in UTC only. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

const textWhich = (holds: (text: string) => boolean) => z.string().check(z.refine(holds));
const resource = textWhich(isResource);
const action = textWhich(isAction);
const userId = textWhich((text) => ID.test(text));
const label = textWhich(isLabel);

export const checkFields = z.object({
  user_id: z.optional(userId),
  checks: z.array(z.object({ resource, action })).check(z.minLength(1), z.maxLength(MOST_QUESTIONS)),
});
export const explainFields = z.object({ user_id: z.optional(userId), resource, action });
export const grantFields = z.object({
  resource,
  grantee: textWhich((text) => granteeParts(text) !== undefined),
  actions: z.array(action).check(z.minLength(1), z.maxLength(MOST_ACTIONS)),
  expires_at: z.optional(textWhich((text) => TIME.test(text) && !Number.isNaN(Date.parse(text)))),
});
export const resourceFields = z.object({
  resource,
  owner_id: z.optional(userId),
  department: z.optional(label),
  project: z.optional(label),
});
export const teamFields = z.object({ name: textWhich((text) => isLabel(text)) });
export const affiliationFields = z.object({
  department: z.optional(label),
  projects: z.array(label).check(z.maxLength(MOST_PROJECTS_OF_A_MEMBER)),
});

type Query = Readonly<Record<string, string | undefined>>;

/** @throws AuthError `invalid_request`. */
export const resourceOf = ({ resource: asked }: Query): string => {
  if (asked === undefined || !isResource(asked))
    throw new AuthError("invalid_request", { fields: ["resource"] });
  return asked;
};

/** @throws AuthError `invalid_request` for a missing or malformed grantee. */
export const granteeOfQuery = ({ grantee }: Query): string => {
  if (grantee === undefined || granteeParts(grantee) === undefined)
    throw new AuthError("invalid_request", { fields: ["grantee"] });
  return grantee;
};

/** @throws AuthError `not_found` for a malformed id. */
export const idOfPath = (path: Query, name: string): string => {
  const id = path[name] ?? "";
  if (!ID.test(id)) throw new AuthError("not_found");
  return id;
};
