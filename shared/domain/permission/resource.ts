/** Resources: the objects of an account that permissions apply to, named `<type>/<id>`. */

/** `<type>/<id>`, as `isResource` accepts it. */
export type Resource = string;

/** Optional facts of a resource. Roles and grants apply without them. */
export type ResourceFacts = {
  readonly ownerId?: string | undefined;
  readonly department?: string | undefined;
  readonly project?: string | undefined;
};

const TYPE = /^[a-z][a-z0-9-]{0,31}$/;
const ID = /^[\w.:@-]{1,128}$/;
const LABEL = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

export const isResourceType = (value: string): boolean => TYPE.test(value);

export const isResource = (value: string): value is Resource => {
  const slash = value.indexOf("/");
  return slash > 0 && isResourceType(value.slice(0, slash)) && ID.test(value.slice(slash + 1));
};

export const typeOf = (resource: Resource): string => resource.slice(0, resource.indexOf("/"));

/** Whether the text is a valid name of a department or project. Names are compared exactly. */
export const isLabel = (value: string): boolean => LABEL.test(value);
