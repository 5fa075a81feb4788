/**
 * OCSF class, activity and severity of each event type (Open Cybersecurity Schema Framework 1.8.0,
 * https://schema.ocsf.io/1.8.0).
 */
import type { AuditEventType } from "./audit-event-type.js";

/** The class of events without a class of their own. https://schema.ocsf.io/1.8.0/classes/base_event */
export const BASE_EVENT = 0;
const ACCOUNT_CHANGE = 3001;
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

const row = (
  classUid: OcsfMapping["classUid"],
  activityId: number,
  severity: OcsfMapping["severity"],
  succeeded: boolean,
  message: string,
): OcsfMapping => ({ classUid, activityId, severity, succeeded, message });

/**
 * Activity ids of each class:
 *   3001  1 Create, 2 Enable, 4 Password Reset, 5 Disable, 6 Delete, 7 Attach Policy, 8 Detach Policy, 99 Other
 *   3002  1 Logon, 2 Logoff, 3 Authentication Ticket, 4 Service Ticket Request, 5 Service Ticket Renew,
 *         6 Preauth, 99 Other
 *   3004  1 Create, 3 Update, 9 Disable, 12 Suspend, 13 Resume
 *   6003  2 Read
 */
export const OCSF_MAPPING = {
  "audit.unreadable": row(BASE_EVENT, 99, "high", false, "A row of the audit table holds no valid event."),
  "migration.prepared": row(
    ACCOUNT_CHANGE,
    1,
    "informational",
    true,
    "An operator loaded a legacy user before the first sign-in.",
  ),
  "migration.approved": row(ACCOUNT_CHANGE, 1, "informational", true, "The legacy system confirmed a user."),
  "migration.completed": row(
    ACCOUNT_CHANGE,
    1,
    "informational",
    true,
    "A legacy user was linked to the pool user.",
  ),
  "migration.claim_requested": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "A federated user is to be looked up in the legacy system.",
  ),
  "migration.unavailable": row(ACCOUNT_CHANGE, 1, "medium", false, "The legacy system was unavailable."),
  "migration.conflict": row(ACCOUNT_CHANGE, 1, "high", false, "A legacy user could not be migrated safely."),
  "migration.repaired": row(ACCOUNT_CHANGE, 1, "medium", true, "A lost legacy identity was restored."),
  "migration.released": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An operator released a legacy identity from a user.",
  ),
  "migration.readdressed": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An operator changed the address of a legacy identity.",
  ),
  "migration.entitled": row(
    ACCOUNT_CHANGE,
    99,
    "low",
    true,
    "A migrated user received the entitlements of the legacy record.",
  ),
  "migration.values_dropped": row(
    ACCOUNT_CHANGE,
    99,
    "low",
    false,
    "Values of a legacy record could not be mapped.",
  ),
  "signup.requested": row(ACCOUNT_CHANGE, 1, "informational", true, "A user signed up."),
  "signup.duplicate": row(ACCOUNT_CHANGE, 1, "low", false, "A sign-up used an address that is in use."),
  "signup.refused": row(ACCOUNT_CHANGE, 1, "low", false, "A sign-up was refused by policy."),
  "signup.legacy_owner": row(ACCOUNT_CHANGE, 1, "low", false, "A sign-up used the address of a legacy user."),
  "user.confirmed": row(ACCOUNT_CHANGE, 2, "informational", true, "A user confirmed their address."),
  "user.provisioned": row(
    ACCOUNT_CHANGE,
    1,
    "informational",
    true,
    "A profile was created for a user who had none.",
  ),
  "user.expired": row(ACCOUNT_CHANGE, 6, "low", true, "An unconfirmed sign-up was deleted."),
  "user.suspended": row(ACCOUNT_CHANGE, 5, "medium", true, "An operator suspended a user."),
  "user.reinstated": row(ACCOUNT_CHANGE, 2, "medium", true, "An operator reinstated a user."),
  "account.created": row(ENTITY_MANAGEMENT, 1, "informational", true, "An account was created."),
  "account.renamed": row(ENTITY_MANAGEMENT, 3, "informational", true, "An account was renamed."),
  "account.suspended": row(ENTITY_MANAGEMENT, 12, "medium", true, "An operator suspended an account."),
  "account.closed": row(ENTITY_MANAGEMENT, 9, "medium", true, "An account was closed."),
  "account.reopened": row(ENTITY_MANAGEMENT, 13, "medium", true, "An operator reopened an account."),
  "account.switched": row(ACCOUNT_CHANGE, 99, "informational", true, "A user changed the active account."),
  "membership.role_changed": row(ACCOUNT_CHANGE, 99, "medium", true, "The role of a member was changed."),
  "membership.suspended": row(ACCOUNT_CHANGE, 99, "medium", true, "A member of an account was suspended."),
  "membership.reinstated": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "A suspended member of an account was reinstated.",
  ),
  "membership.removed": row(ACCOUNT_CHANGE, 99, "medium", true, "A member was removed from an account."),
  "membership.left": row(ACCOUNT_CHANGE, 99, "informational", true, "A member left an account."),
  "membership.declined": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "An invited user declined the invitation.",
  ),
  "ownership.transferred": row(
    ACCOUNT_CHANGE,
    99,
    "high",
    true,
    "The ownership of an account was transferred.",
  ),
  "ownership.shared": row(ACCOUNT_CHANGE, 99, "high", true, "An account got an additional owner."),
  "membership.migrated": row(
    ACCOUNT_CHANGE,
    99,
    "low",
    true,
    "A migrated user became a member of an account.",
  ),
  "membership.invited": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "An address was invited to an account.",
  ),
  "membership.accepted": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "An invited user accepted and became a member of an account.",
  ),
  "membership.invitation_revoked": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "An invitation was revoked.",
  ),
  "signin.succeeded": row(AUTHENTICATION, 1, "informational", true, "A user signed in."),
  "signin.new_device": row(AUTHENTICATION, 1, "medium", true, "A user signed in from a new device."),
  "signin.new_country": row(AUTHENTICATION, 1, "medium", true, "A user signed in from a new country."),
  "signin.failed": row(AUTHENTICATION, 1, "low", false, "A sign-in failed."),
  "signin.denied": row(
    AUTHENTICATION,
    6,
    "medium",
    false,
    "A sign-in of a user who is not allowed to sign in was denied.",
  ),
  "permission.granted": row(ACCOUNT_CHANGE, 7, "medium", true, "Access to a resource was granted."),
  "permission.revoked": row(ACCOUNT_CHANGE, 8, "medium", true, "Access to a resource was revoked."),
  "resource.described": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "The owner, department or project of a resource was set.",
  ),
  "member.affiliated": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "The department or the projects of a member were set.",
  ),
  "team.created": row(ACCOUNT_CHANGE, 99, "informational", true, "A team was created."),
  "team.renamed": row(ACCOUNT_CHANGE, 99, "informational", true, "A team was renamed."),
  "team.deleted": row(ACCOUNT_CHANGE, 99, "medium", true, "A team was deleted."),
  "team.member_added": row(ACCOUNT_CHANGE, 99, "medium", true, "A member was added to a team."),
  "team.member_removed": row(ACCOUNT_CHANGE, 99, "medium", true, "A member was removed from a team."),
  "source.blocked": row(AUTHENTICATION, 99, "medium", true, "Sign-ins from a source were blocked."),
  "source.unblocked": row(
    AUTHENTICATION,
    99,
    "informational",
    true,
    "Sign-ins from a source were unblocked.",
  ),
  "session.refreshed": row(AUTHENTICATION, 5, "informational", true, "A session was renewed."),
  "session.refresh_refused": row(AUTHENTICATION, 5, "medium", false, "A session could not be renewed."),
  "signout.completed": row(AUTHENTICATION, 2, "informational", true, "A user signed out."),
  "federation.refused": row(
    AUTHENTICATION,
    6,
    "medium",
    false,
    "A sign-in with an external provider was refused.",
  ),
  "identity.link_approved": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "The link of an external identity to a user was approved.",
  ),
  "identity.linked": row(ACCOUNT_CHANGE, 99, "medium", true, "An external identity was linked to a user."),
  "identity.link_refused": row(
    ACCOUNT_CHANGE,
    99,
    "high",
    false,
    "The link of an external identity to the user with its address was refused.",
  ),
  "identity.unlinked": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An external identity was unlinked from a user.",
  ),
  "identity.merge_started": row(
    ACCOUNT_CHANGE,
    5,
    "medium",
    true,
    "An operator started to merge a duplicate into the user with its address.",
  ),
  "identity.merged": row(ACCOUNT_CHANGE, 99, "medium", true, "A duplicate was merged into a user."),
  "membership.merged": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "A membership of a duplicate was moved to the kept user, or removed because that user has one.",
  ),
  "migration.merged": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "The legacy id of a duplicate was moved to the kept user.",
  ),
  "access.denied": row(API_ACTIVITY, 2, "low", false, "A user was denied access to an account."),
  "apikey.issued": row(ACCOUNT_CHANGE, 99, "medium", true, "An API key of an account was issued."),
  "apikey.rotated": row(ACCOUNT_CHANGE, 99, "medium", true, "An API key got a new secret."),
  "apikey.revoked": row(ACCOUNT_CHANGE, 99, "medium", true, "An API key was revoked."),
  "apikey.refused": row(AUTHENTICATION, 1, "medium", false, "An invalid API key was used."),
  "legacy_key.used": row(AUTHENTICATION, 1, "low", true, "A legacy API key was used."),
  "legacy_key.refused": row(
    AUTHENTICATION,
    1,
    "high",
    false,
    "A legacy API key contradicts the legacy system.",
  ),
  "claims.degraded": row(AUTHENTICATION, 99, "medium", false, "Tokens were issued without account claims."),
  "challenge.sent": row(AUTHENTICATION, 6, "informational", true, "A sign-in code or link was sent."),
  "challenge.withheld": row(
    AUTHENTICATION,
    6,
    "low",
    false,
    "A requested sign-in code or link was not sent.",
  ),
  "challenge.passed": row(AUTHENTICATION, 6, "informational", true, "A sign-in challenge was passed."),
  "challenge.failed": row(AUTHENTICATION, 6, "low", false, "A sign-in challenge was failed."),
  "stepup.completed": row(AUTHENTICATION, 99, "informational", true, "A signed-in user completed a step-up."),
  "ticket.issued": row(AUTHENTICATION, 3, "informational", true, "A one-time ticket was issued for a user."),
  "ticket.consumed": row(AUTHENTICATION, 4, "informational", true, "A one-time ticket was consumed."),
  "message.failed": row(AUTHENTICATION, 99, "medium", false, "A message to a user could not be delivered."),
  "password.reset_requested": row(AUTHENTICATION, 99, "low", true, "A password reset was requested."),
  "password.reset_failed": row(ACCOUNT_CHANGE, 4, "low", false, "A password reset failed."),
  "password.reset": row(ACCOUNT_CHANGE, 4, "medium", true, "The password of a user was reset."),
  "password.sessions_kept": row(
    AUTHENTICATION,
    2,
    "high",
    false,
    "The sessions of a user could not be ended after a password reset.",
  ),
} as const satisfies Record<AuditEventType, OcsfMapping>;

/** For a type unknown to this version: a function of another version recorded it. */
export const UNKNOWN_TYPE: OcsfMapping = row(
  BASE_EVENT,
  99,
  "medium",
  true,
  "The event type is unknown to this version.",
);
