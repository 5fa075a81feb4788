/**
 * An event as rules and targets see it
 * (https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).
 */
import type { JsonObject } from "../aws-json/json.js";

export interface BusEvent {
  readonly version: "0";
  /**
   * Unique per PutEvents call: a repeated entry gets another id, so consumers need their own id to
   * deduplicate.
   */
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** Precision: seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
  /** Only on replayed events. */
  readonly "replay-name"?: string;
}

export const eventTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
