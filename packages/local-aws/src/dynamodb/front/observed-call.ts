/** What the front reports of a call: the items it touched and the capacity it is billed. */
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../../aws-json/json.js";
import type { Answer } from "./answers.js";
import type { ApiCall } from "./api-call.js";
import { isTransaction } from "./conflicts.js";
import { itemBytes } from "./item-bytes.js";

export type ObservedCall = {
  readonly operation: string;
  /** The request, as the caller sent it. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly tables: readonly string[];
  /** Items that the call read, or for a query or scan the items that it returned. */
  readonly itemsRead: number;
  /** Puts, updates and deletes that the call asked for. Of a transaction, each counts once. */
  readonly itemsWritten: number;
  /** Condition checks of a transaction. They are billed like writes. */
  readonly itemsChecked: number;
  /** Milliseconds since the epoch, with fractions. From the request's arrival until its answer is sent. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The name of the error. Undefined: the call succeeded. */
  readonly error: string | undefined;
  readonly readUnits: number;
  readonly writeUnits: number;
};

/** Whether a call can ask for its consumed capacity. */
const MEASURED =
  /^(?:Get|Put|Update|Delete|BatchGet|BatchWrite|TransactGet|TransactWrite)Items?$|^(?:Query|Scan)$/;

/** The request that also asks for the consumed capacity, or undefined if the caller's request does. */
export const measuredRequest = ({ operation, input }: ApiCall): Buffer | undefined => {
  if (!MEASURED.test(operation) || (input.ReturnConsumedCapacity ?? "NONE") !== "NONE") return undefined;
  return Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: "INDEXES" }));
};

/** @param answer undefined if the connection was closed without one, or the call did not run */
export const observedCall = (
  call: ApiCall,
  answer: Answer | undefined,
  { startedAt, endedAt }: Pick<ObservedCall, "startedAt" | "endedAt">,
): ObservedCall => {
  const content = answer && parseJson(answer.body.toString("utf8"));
  const output: JsonObject = isJsonObject(content) ? content : {};
  const error = answer === undefined ? "ConnectionClosed" : errorIn(answer, output);
  const units = error === undefined ? consumed(output.ConsumedCapacity) : unitsOfFailure(call, output, error);
  const writes =
    call.items.some(({ access }) => access !== "read") || /Write|^Update|^Put|^Delete/.test(call.operation);
  return {
    operation: call.operation,
    input: call.input,
    tables: call.tables,
    itemsRead: typeof output.Count === "number" ? output.Count : countOf(call, "read"),
    itemsWritten: countOf(call, "write"),
    itemsChecked: countOf(call, "check"),
    startedAt,
    endedAt,
    error,
    readUnits: writes ? 0 : units,
    writeUnits: writes ? units : 0,
  };
};

const countOf = ({ items }: ApiCall, access: string): number =>
  items.filter((item) => item.access === access).length;

const errorIn = ({ status }: Answer, { __type }: JsonObject): string | undefined =>
  status < 400 ? undefined : String(__type ?? status).replace(/^.*#/, "");

/** One entry, or one for each table. Each total includes the indexes. */
const consumed = (capacity: JsonValue | undefined): number =>
  [capacity]
    .flat()
    .filter(isJsonObject)
    .reduce((sum, { CapacityUnits }) => sum + Number(CapacityUnits ?? 0), 0);

/**
 * A write whose condition fails is billed, and no answer says how much. Computed from the items in the request:
 * a unit for each KB, twice in a transaction. DynamoDB takes the size of the stored item if that is larger.
 */
const unitsOfFailure = (call: ApiCall, output: JsonObject, error: string): number => {
  const reasons = [output.CancellationReasons].flat().filter(isJsonObject);
  const checked =
    error === "ConditionalCheckFailedException" ||
    reasons.some(({ Code }) => Code === "ConditionalCheckFailed");
  if (!checked) return 0;
  const each = isTransaction(call) ? 2 : 1;
  return call.items.reduce((sum, { key }) => sum + each * Math.max(1, Math.ceil(itemBytes(key) / 1024)), 0);
};
