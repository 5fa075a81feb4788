/** The packaged CloudFormation template as a stack: resources with their intrinsics resolved and their names given. */

import type { Surroundings } from "./parameters.js";
import { type Stack, type StackResource, stackOf } from "./stack.js";
import { readTemplate, templateDocument } from "./template-document.js";

export { TemplateError } from "./template-error.js";
export type { Stack, StackResource };

/** `file`: what `serverless package` wrote; `template`: the same, already parsed. */
export type StackSource = Surroundings &
  (
    | { readonly file: string; readonly template?: undefined }
    | { readonly template: unknown; readonly file?: undefined }
  );

/**
 * Physical ids have the documented form of their type, and are the same at every start.
 * @throws TemplateError that names the place, for what CloudFormation would refuse or what is not supported here.
 */
export const readStack = (source: StackSource): Stack =>
  stackOf(source.file === undefined ? templateDocument(source.template) : readTemplate(source.file), source);
