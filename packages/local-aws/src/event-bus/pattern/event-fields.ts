/**
 * The leaf fields of an event. Patterns look up fields by dotted path. Paths do not contain array indices;
 * instead each leaf stores its array element. Two fields of a pattern must not match different elements of
 * one array (https://github.com/aws/event-ruler#json-array-matching).
 */
import { isJsonObject, type JsonLeaf, type JsonValue } from "../../aws-json/json.js";

/** Array number -> element index. Absent outside of arrays. */
export type Places = ReadonlyMap<number, number>;

export interface Field {
  readonly value: JsonLeaf;
  readonly places?: Places;
}

export type EventFields = ReadonlyMap<string, readonly Field[]>;

export const fieldsOf = (event: unknown): EventFields => {
  const fields = new Map<string, Field[]>();
  let arrays = 0;
  const visit = (value: JsonValue, path: string, places: Places | undefined): void => {
    if (Array.isArray(value)) {
      const array = arrays++;
      value.forEach((element, index) => {
        visit(element, path, new Map(places).set(array, index));
      });
    } else if (isJsonObject(value)) {
      for (const [key, child] of Object.entries(value))
        visit(child, path === "" ? key : `${path}.${key}`, places);
    } else if (value !== undefined) {
      const field = places === undefined ? { value } : { value, places };
      const same = fields.get(path);
      if (same === undefined) fields.set(path, [field]);
      else same.push(field);
    }
  };
  visit(event as JsonValue, "", undefined);
  return fields;
};

/** Merges both places. Returns `undefined` if they are in different elements of one array. */
export const joinPlaces = (left: Places, right: Places): Places | undefined => {
  for (const [array, index] of right) if ((left.get(array) ?? index) !== index) return undefined;
  return new Map([...left, ...right]);
};
