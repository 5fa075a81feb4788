/**
 * The classes of the Open Cybersecurity Schema Framework 1.8.0 (https://schema.ocsf.io/1.8.0) that audit events
 * use, and the values that each event type has in its class.
 */

/** The class of events that no other class fits. https://schema.ocsf.io/1.8.0/classes/base_event */
export const BASE_EVENT = 0;
export const ACCOUNT_CHANGE = 3001;
export const AUTHENTICATION = 3002;
export const ENTITY_MANAGEMENT = 3004;
export const API_ACTIVITY = 6003;

export const SEVERITY = { informational: 1, low: 2, medium: 3, high: 4 } as const;

export type OcsfMapping = {
  readonly classUid:
    | typeof BASE_EVENT
    | typeof ACCOUNT_CHANGE
    | typeof AUTHENTICATION
    | typeof ENTITY_MANAGEMENT
    | typeof API_ACTIVITY;
  readonly activityId: number;
  readonly severity: keyof typeof SEVERITY;
  readonly succeeded: boolean;
  readonly message: string;
};

type RowOfClass = (
  activityId: number,
  severity: OcsfMapping["severity"],
  succeeded: boolean,
  message: string,
) => OcsfMapping;

/** Returns the function that builds the rows of one class. */
export const rowsOf =
  (classUid: OcsfMapping["classUid"]): RowOfClass =>
  (activityId, severity, succeeded, message) => ({ classUid, activityId, severity, succeeded, message });
