/** A CloudFormation template as a document. Its outer structure is validated. */
import { isJsonObject } from "../aws-json/json.js";
import { TemplateError } from "./template-error.js";

export type JsonObject = Readonly<Record<string, unknown>>;

export type ResourceDeclaration = {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
};

export type TemplateDocument = {
  readonly Resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly Parameters?: Readonly<Record<string, JsonObject>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly Conditions?: JsonObject;
  readonly Outputs?: Readonly<Record<string, JsonObject>>;
};

/** @throws TemplateError if a section or a resource does not have the documented structure. */
export const templateDocument = (value: unknown): TemplateDocument => {
  if (!isJsonObject(value) || !isJsonObject(value.Resources))
    throw new TemplateError("Resources", "missing: this is not a CloudFormation template");
  for (const section of ["Parameters", "Mappings", "Conditions", "Outputs"]) {
    if (value[section] !== undefined && !isJsonObject(value[section]))
      throw new TemplateError(section, "not an object");
  }
  if (value.Transform !== undefined) throw new TemplateError("Transform", "macros are not supported");
  for (const [logicalId, resource] of Object.entries(value.Resources)) {
    if (!isJsonObject(resource) || typeof resource.Type !== "string") {
      throw new TemplateError(`Resources.${logicalId}`, "has no Type");
    }
  }
  return value as TemplateDocument;
};
