/** What permissions are about: a thing of an account, named `<type>/<id>`. */

/** `<type>/<id>`, as `isResource` takes it. */
export type Resource = string;

/** What is known of a resource. Nothing needs to be: roles and grants count all the same. */
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

/** Whether a department or a project can have this name. Names are compared exactly. */
export const isLabel = (value: string): boolean => LABEL.test(value);
