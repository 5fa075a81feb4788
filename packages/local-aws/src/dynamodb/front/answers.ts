/** Answers of the front in the format of DynamoDB, and changes of answers of the engine. */
import { randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";
import { isJsonObject, type JsonObject, parseJson } from "../../aws-json/json.js";
import type { ApiCall } from "./api-call.js";
import { isTransaction } from "./conflicts.js";

export type Answer = {
  readonly status: number;
  readonly statusText: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
};

/** TransactionConflict at these positions, or TransactionConflictException for a single write. */
export const conflictAnswer = (call: ApiCall, positions: readonly number[]): Answer => {
  const Message = "Transaction is ongoing for the item";
  if (!isTransaction(call)) return errorAnswer("TransactionConflictException", { message: Message });
  return cancelledAnswer(call, positions, { Code: "TransactionConflict", Message });
};

export const throttledAnswer = (call: ApiCall): Answer => {
  const message =
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.";
  if (!isTransaction(call)) return errorAnswer("ProvisionedThroughputExceededException", { message });
  return cancelledAnswer(call, [0], { Code: "ProvisionedThroughputExceeded", Message: message });
};

const cancelledAnswer = ({ items }: ApiCall, positions: readonly number[], reason: JsonObject): Answer => {
  const CancellationReasons = items.map((_, position) =>
    positions.includes(position) ? reason : { Code: "None" },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(", ");
  const Message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return errorAnswer("TransactionCanceledException", { Message, CancellationReasons });
};

const errorAnswer = (name: string, content: JsonObject): Answer => {
  const body = Buffer.from(
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, ...content }),
  );
  return {
    status: 400,
    statusText: "Bad Request",
    headers: [
      ...["content-type", "application/x-amz-json-1.0"],
      ...["x-amzn-requestid", randomUUID()],
      ...["x-amz-crc32", String(crc32(body))],
      ...["content-length", String(body.byteLength)],
    ],
    body,
  };
};

const CAPACITY = '"ConsumedCapacity":';

/** Removes the consumed capacity, which the engine writes last, and leaves the other bytes as they are. */
export const withoutCapacity = (answer: Answer): Answer => {
  const text = answer.body.toString("utf8");
  const at = text.lastIndexOf(CAPACITY);
  const last = at < 0 ? undefined : parseJson(`{${text.slice(at)}`);
  if (!isJsonObject(last) || Object.keys(last).length !== 1) return answer;
  const start = text[at - 1] === "," ? at - 1 : at;
  const body = Buffer.from(`${text.slice(0, start)}}`);
  return { ...answer, headers: headersFor(answer.headers, body), body };
};

const headersFor = (headers: readonly string[], body: Buffer): string[] =>
  headers.map((each, at) => {
    const name = at % 2 === 1 ? headers[at - 1]?.toLowerCase() : undefined;
    if (name === "content-length") return String(body.byteLength);
    return name === "x-amz-crc32" ? String(crc32(body)) : each;
  });
