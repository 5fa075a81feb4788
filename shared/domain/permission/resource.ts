/** Resources: the objects of an account that permissions apply to, named `<type>/<id>`. */

/** `<type>/<id>`, as `isResource` accepts it. */
export type Resource = string;

/** Optional facts of a resource. Roles and grants apply without them. Department and project are labels. */
export type ResourceFacts = {
  readonly ownerId?: string | undefined;
  /** When the owner was named, RFC 3339. Undefined for what was stored without it. */
  readonly ownerSince?: string | undefined;
  readonly department?: string | undefined;
  readonly project?: string | undefined;
};

const TYPE = /^[a-z][a-z0-9-]{0,31}$/;

export const isResourceType = (value: string): boolean => TYPE.test(value);

/** A type, a slash and an id. */
export const RESOURCE = /^[a-z][a-z0-9-]{0,31}\/[\w.:@-]{1,128}$/;

export const isResource = (value: string): value is Resource => RESOURCE.test(value);

/** Owner, department and project give their rights without end. */
export const givesRights = ({ ownerId, department, project }: ResourceFacts): boolean =>
  ownerId !== undefined || department !== undefined || project !== undefined;

export const typeOf = (resource: Resource): string => resource.slice(0, resource.indexOf("/"));
