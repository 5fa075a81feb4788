/** What permissions are about: a thing of an account, named `<type>/<id>`. */

const TYPE = /^[a-z][a-z0-9-]{0,31}$/;

export const isResourceType = (value: string): boolean => TYPE.test(value);
