/** An event as rules and targets see it (https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html). */
import type { JsonObject } from "../aws-json/json.js";

export interface BusEvent {
  readonly version: "0";
  /** New with each PutEvents: a repeated entry gets another id, so consumers need their own. */
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** To the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
  /** Only on events that a replay brings back. */
  readonly "replay-name"?: string;
}

export const eventTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
