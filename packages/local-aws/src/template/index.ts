/** A CloudFormation template as a stack: resources with their intrinsics resolved and their names given. */

import type { Surroundings } from "./parameters.js";
import { type Stack, type StackResource, stackOf } from "./stack.js";
import { templateDocument } from "./template-document.js";
import { readTemplateFile } from "./template-text.js";

export { TemplateError } from "./template-error.js";
export type { Stack, StackResource };

/** `file`: JSON or YAML, packaged or written by hand; `template`: the same, already parsed. */
export type StackSource = Surroundings & {
  /**
   * Resolve a resource when it is first asked for, so that what nobody asks for may hold what cannot be resolved here.
   * Without it, everything is resolved at once.
   */
  readonly onlyAsked?: boolean | undefined;
} & (
    | { readonly file: string; readonly template?: undefined }
    | { readonly template: unknown; readonly file?: undefined }
  );

/**
 * Physical ids have the documented form of their type, and are the same at every start.
 * @throws TemplateError that names the place, for what CloudFormation would refuse or what is not supported here.
 */
export const readStack = (source: StackSource): Stack => {
  const stack = stackOf(
    templateDocument(source.file === undefined ? source.template : readTemplateFile(source.file)),
    source,
  );
  if (source.onlyAsked !== true) stack.resolveAll();
  return stack;
};
