/** The OCSF class, activity and severity of each event type. */
import type { AuditEventType } from "./audit-event-type.js";
import { ACCOUNT_CHANGES } from "./ocsf-account-change.js";
import { AUTHENTICATIONS } from "./ocsf-authentication.js";
import { API_ACTIVITY, BASE_EVENT, ENTITY_MANAGEMENT, type OcsfMapping, rowsOf } from "./ocsf-class.js";

const baseEvent = rowsOf(BASE_EVENT);
/** Activities: 2 Read. */
const apiActivity = rowsOf(API_ACTIVITY);
/** Activities: 1 Create, 3 Update, 9 Disable, 12 Suspend, 13 Resume. */
const entityManagement = rowsOf(ENTITY_MANAGEMENT);

export const OCSF_MAPPING = {
  ...ACCOUNT_CHANGES,
  ...AUTHENTICATIONS,
  "account.created": entityManagement(1, "informational", true, "An account was created."),
  "account.renamed": entityManagement(3, "informational", true, "An account was renamed."),
  "account.suspended": entityManagement(12, "medium", true, "An operator suspended an account."),
  "account.closed": entityManagement(9, "medium", true, "An account was closed."),
  "account.reopened": entityManagement(13, "medium", true, "An operator reopened an account."),
  "account.ownerless": entityManagement(99, "high", true, "An account has no living owner."),
  "access.denied": apiActivity(2, "low", false, "A user was denied access to an account."),
  "audit.chain_continued": baseEvent(
    99,
    "informational",
    true,
    "A chain of audit events goes on in another form.",
  ),
  "audit.unreadable": baseEvent(99, "high", false, "A row of the audit table holds no valid event."),
} as const satisfies Record<AuditEventType, OcsfMapping>;

/** For a type unknown to this version: a function of another version recorded it. */
export const UNKNOWN_TYPE: OcsfMapping = baseEvent(
  99,
  "medium",
  true,
  "The event type is unknown to this version.",
);
