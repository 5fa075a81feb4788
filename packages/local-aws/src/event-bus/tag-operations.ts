/** TagResource, UntagResource and ListTagsForResource, for buses and rules. */

import type { Operation } from "../aws-json/call.js";
import type { JsonObject } from "../aws-json/json.js";
import { requiredText, serializationError } from "../aws-json/request-fields.js";
import { notFound, validationError } from "../aws-json/service-error.js";
import type { BusRegistry } from "./bus-registry.js";
import { readTags, type Tags } from "./tags.js";

export const tagOperations = (registry: BusRegistry, tags: Tags): Readonly<Record<string, Operation>> => {
  const resourceOf = (input: JsonObject): string => {
    const arn = requiredText(input, "ResourceARN", { max: 1600 });
    const taggable = /^arn:[^:]+:events:[^:]*:\d{12}:(?:event-bus|rule)\/.+$/.test(arn);
    if (!taggable) throw validationError("Parameter ResourceARN is not the ARN of an event bus or a rule.");
    const known = registry.all.some((bus) => bus.arn === arn || bus.rules.some((rule) => rule.arn === arn));
    if (!known) throw notFound(`Resource ${arn} does not exist.`);
    return arn;
  };
  return {
    TagResource: (input) => {
      if (input.Tags === undefined) throw validationError("Parameter Tags is required.");
      tags.add(resourceOf(input), readTags(input));
      return {};
    },
    UntagResource: (input) => {
      const { TagKeys } = input;
      if (TagKeys === undefined) throw validationError("Parameter TagKeys is required.");
      if (!Array.isArray(TagKeys)) throw serializationError("TagKeys");
      tags.remove(resourceOf(input), TagKeys.map(String));
      return {};
    },
    ListTagsForResource: (input) => ({ Tags: tags.of(resourceOf(input)) }),
  };
};
