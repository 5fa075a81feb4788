/**
 * An event as its leaves. Patterns look fields up by their dotted path; arrays disappear from the path,
 * but each leaf remembers in which element of which array it stands, because two fields of a pattern may
 * not be met by different elements of one array (https://github.com/aws/event-ruler#json-array-matching).
 */
import { isJsonObject, type JsonLeaf, type JsonValue } from "../../aws-json/json.js";

/** Array number -> index of the element; absent outside of arrays. */
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

/** The places of both, or `undefined` when they stand in different elements of one array. */
export const joinPlaces = (left: Places, right: Places): Places | undefined => {
  for (const [array, index] of right) if ((left.get(array) ?? index) !== index) return undefined;
  return new Map([...left, ...right]);
};
