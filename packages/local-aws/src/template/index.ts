/** Evaluates a CloudFormation template as a stack: intrinsic functions resolved, resources named. */

import type { Surroundings } from "./parameters.js";
import { type Stack, type StackResource, stackOf } from "./stack.js";
import { templateDocument } from "./template-document.js";
import { readTemplateFile } from "./template-text.js";

export { TemplateError } from "./template-error.js";
export type { Stack, StackResource };

/** `file`: JSON or YAML, packaged or written by hand. `template`: the parsed template. */
export type StackSource = Surroundings & {
  /**
   * Resolves each resource on demand, so that unused resources may contain unsupported parts. By default,
   * everything is resolved at once.
   */
  readonly onlyAsked?: boolean | undefined;
} & (
    | { readonly file: string; readonly template?: undefined }
    | { readonly template: unknown; readonly file?: undefined }
  );

/**
 * Physical ids have the documented format of their type and are the same at every start.
 * @throws TemplateError that names the place, if CloudFormation would reject the template or a part is not
 * supported.
 */
export const readStack = (source: StackSource): Stack => {
  const stack = stackOf(
    templateDocument(source.file === undefined ? source.template : readTemplateFile(source.file)),
    source,
  );
  if (source.onlyAsked !== true) stack.resolveAll();
  return stack;
};
