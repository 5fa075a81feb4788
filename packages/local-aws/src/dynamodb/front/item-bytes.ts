/**
 * The size of an item as DynamoDB bills it: names and values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../../aws-json/json.js";

const COLLECTION_BYTES = 3;
const ELEMENT_BYTES = 1;

export const itemBytes = (item: JsonObject): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

const valueBytes = (value: JsonValue | undefined): number => {
  const [[type, content] = []] = isJsonObject(value) ? Object.entries(value) : [];
  switch (type) {
    case "S":
      return Buffer.byteLength(String(content));
    case "B":
      return Buffer.from(String(content), "base64").byteLength;
    case "N":
      return numberBytes(String(content));
    case "SS":
    case "NS":
    case "BS":
      return list(content).reduce<number>((sum, each) => sum + valueBytes({ [type.slice(0, 1)]: each }), 0);
    case "L":
      return list(content).reduce<number>(
        (sum, each) => sum + ELEMENT_BYTES + valueBytes(each),
        COLLECTION_BYTES,
      );
    case "M":
      return isJsonObject(content)
        ? COLLECTION_BYTES + ELEMENT_BYTES * Object.keys(content).length + itemBytes(content)
        : COLLECTION_BYTES;
    default:
      return 1;
  }
};

const list = (content: JsonValue | undefined): JsonValue[] => (Array.isArray(content) ? content : []);

/** About one byte for two significant digits, and one more. */
const numberBytes = (text: string): number => {
  const digits = text
    .replace(/e.*$/i, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "");
  return Math.ceil(digits.length / 2) + 1;
};
