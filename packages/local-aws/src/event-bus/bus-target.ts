/**
 * A target of a rule, read from the properties that PutTargets and CloudFormation share
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html). An unsupported kind of
 * target is rejected when it is declared, not when the first event is lost.
 */
import type { JsonObject } from "../aws-json/json.js";
import { isJsonObject } from "../aws-json/json.js";
import { requiredText, textField, wholeNumber } from "../aws-json/request-fields.js";
import { validationError } from "../aws-json/service-error.js";
import { type TargetInput, targetInput } from "./target-input.js";

export type TargetKind = "lambda" | "queue" | "log-group" | "event-bus";

export interface BusTarget {
  readonly id: string;
  readonly arn: string;
  readonly kind: TargetKind;
  readonly input: TargetInput;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
  readonly deadLetterArn?: string;
  readonly messageGroupId?: string;
  /** The target as given, for ListTargetsByRule. */
  readonly properties: JsonObject;
}

const KINDS: readonly (readonly [TargetKind, RegExp])[] = [
  ["lambda", /^arn:[^:]+:lambda:[^:]*:\d{12}:function:[^:]+(:[^:]+)?$/],
  ["queue", /^arn:[^:]+:sqs:[^:]*:\d{12}:[^:]+$/],
  ["log-group", /^arn:[^:]+:logs:[^:]*:\d{12}:log-group:[^:]+(:\*)?$/],
  ["event-bus", /^arn:[^:]+:events:[^:]*:\d{12}:event-bus\/.+$/],
];

export const readTarget = (properties: JsonObject): BusTarget => {
  const id = requiredText(properties, "Id", { max: 64, pattern: /^[.\-_A-Za-z0-9]+$/ });
  const arn = requiredText(properties, "Arn", { max: 1600 });
  const kind = KINDS.find(([, form]) => form.test(arn))?.[0];
  if (kind === undefined)
    throw validationError(
      `Provided Arn is not supported: ${arn}. Functions, queues, log groups and event buses can be targets here.`,
    );
  const retry = objectField(properties, "RetryPolicy");
  const deadLetterArn = textField(objectField(properties, "DeadLetterConfig"), "Arn", { max: 1600 });
  if (deadLetterArn !== undefined && !/^arn:[^:]+:sqs:/.test(deadLetterArn))
    throw validationError(`The DeadLetterConfig of target ${id} is not the ARN of a queue.`);
  const messageGroupId = textField(objectField(properties, "SqsParameters"), "MessageGroupId", { max: 128 });
  if (kind === "queue" && arn.endsWith(".fifo") && messageGroupId === undefined)
    throw validationError(`Target ${id} is a FIFO queue and needs a MessageGroupId.`);
  return {
    id,
    arn,
    kind,
    input: targetInput(properties, id),
    maximumRetryAttempts: wholeNumber(retry, "MaximumRetryAttempts", 0, 185) ?? 185,
    maximumEventAgeMs: (wholeNumber(retry, "MaximumEventAgeInSeconds", 60, 86_400) ?? 86_400) * 1000,
    ...(deadLetterArn !== undefined && { deadLetterArn }),
    ...(messageGroupId !== undefined && { messageGroupId }),
    properties,
  };
};

const objectField = (properties: JsonObject, name: string): JsonObject => {
  const value = properties[name] ?? {};
  if (!isJsonObject(value)) throw validationError(`${name} must be an object.`);
  return value;
};
