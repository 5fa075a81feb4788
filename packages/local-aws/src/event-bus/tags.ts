/**
 * The tags of buses and rules, by ARN
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html).
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../aws-json/json.js";
import { requiredText, serializationError, textField } from "../aws-json/request-fields.js";
import { validationError } from "../aws-json/service-error.js";

const MOST_TAGS = 50;

export type TagList = readonly { readonly Key: string; readonly Value: string }[];

export class Tags {
  readonly #tags = new Map<string, Map<string, string>>();

  of(arn: string): TagList {
    return [...(this.#tags.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
  }

  /** Adds tags. An existing key gets the new value. */
  add(arn: string, tags: TagList): void {
    const all = new Map(this.#tags.get(arn));
    for (const { Key, Value } of tags) all.set(Key, Value);
    checkCount(all.size);
    this.#tags.set(arn, all);
  }

  remove(arn: string, keys: readonly string[]): void {
    for (const key of keys) this.#tags.get(arn)?.delete(key);
  }

  /** Removes the tags of a deleted resource, so that a new resource with the same name has none. */
  forget(arn: string): void {
    this.#tags.delete(arn);
  }
}

/** The `Tags` member of a request. Empty if it is absent. */
export const readTags = (input: JsonObject): TagList => {
  const list = input.Tags ?? [];
  if (!Array.isArray(list)) throw serializationError("Tags");
  checkCount(list.length);
  return list.map(readTag);
};

/** The API reference states the limit but not its error. This uses EventBridge's error for invalid input. */
const checkCount = (count: number): void => {
  if (count > MOST_TAGS) throw validationError(`A resource can have no more than ${MOST_TAGS} tags.`);
};

const readTag = (tag: JsonValue): TagList[number] => {
  if (!isJsonObject(tag)) throw serializationError("Tags");
  const Key = requiredText(tag, "Key", { max: 128 });
  const Value = textField(tag, "Value", { max: 256 });
  if (Value === undefined) throw validationError(`The tag ${Key} has no value.`);
  if (/^aws:/i.test(Key)) throw validationError("Tag keys that begin with aws: are reserved.");
  return { Key, Value };
};
