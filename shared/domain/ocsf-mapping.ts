/**
 * Which class, activity and severity of the Open Cybersecurity Schema Framework, version 1.8.0, each event
 * type is (https://schema.ocsf.io/1.8.0).
 */
import type { AuditEventType } from "./audit-event-type.js";

/** The class of what has no class of its own. https://schema.ocsf.io/1.8.0/classes/base_event */
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

/** Activity ids: 3001 1 Create, 2 Enable, 5 Disable, 7 Attach Policy, 8 Detach Policy, 99 Other; 3002 1 Logon, 2 Logoff, 3 Authentication Ticket, 4 Service Ticket Request, 5 Service Ticket Renew, 6 Preauth, 99 Other; 3004 1 Create, 3 Update, 9 Disable, 12 Suspend, 13 Resume; 6003 2 Read. */
export const OCSF_MAPPING = {
  "audit.unreadable": row(BASE_EVENT, 99, "high", false, "A row of the audit table holds no event."),
  "migration.prepared": row(
    ACCOUNT_CHANGE,
    1,
    "informational",
    true,
    "An operator loaded a legacy user ahead of their first sign-in.",
  ),
  "migration.approved": row(
    ACCOUNT_CHANGE,
    1,
    "informational",
    true,
    "The legacy system vouched for a user.",
  ),
  "migration.completed": row(
    ACCOUNT_CHANGE,
    1,
    "informational",
    true,
    "A legacy user is linked to their pool user.",
  ),
  "migration.claim_requested": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "The legacy system is to be asked for a user of an external provider.",
  ),
  "migration.unavailable": row(
    ACCOUNT_CHANGE,
    1,
    "medium",
    false,
    "The legacy system gave no usable answer.",
  ),
  "migration.conflict": row(ACCOUNT_CHANGE, 1, "high", false, "A legacy user could not be migrated safely."),
  "migration.repaired": row(
    ACCOUNT_CHANGE,
    1,
    "medium",
    true,
    "A legacy identity that was lost is there again.",
  ),
  "migration.released": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An operator took a legacy identity from a user.",
  ),
  "migration.readdressed": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An operator gave a legacy identity another address.",
  ),
  "migration.entitled": row(
    ACCOUNT_CHANGE,
    99,
    "low",
    true,
    "A migrated user was given what the legacy record stands for.",
  ),
  "migration.values_dropped": row(
    ACCOUNT_CHANGE,
    99,
    "low",
    false,
    "Values of a legacy record could not be taken over.",
  ),
  "signup.requested": row(ACCOUNT_CHANGE, 1, "informational", true, "A person signed up."),
  "signup.duplicate": row(
    ACCOUNT_CHANGE,
    1,
    "low",
    false,
    "A person signed up with an address that is in use.",
  ),
  "signup.refused": row(ACCOUNT_CHANGE, 1, "low", false, "A sign-up was refused by policy."),
  "signup.legacy_owner": row(
    ACCOUNT_CHANGE,
    1,
    "low",
    false,
    "A person signed up with the address of a user of the legacy system.",
  ),
  "user.confirmed": row(ACCOUNT_CHANGE, 2, "informational", true, "A user confirmed their address."),
  "user.provisioned": row(
    ACCOUNT_CHANGE,
    1,
    "informational",
    true,
    "A user that others created got a profile.",
  ),
  "user.expired": row(ACCOUNT_CHANGE, 6, "low", true, "A sign-up that nobody confirmed was taken away."),
  "user.suspended": row(ACCOUNT_CHANGE, 5, "medium", true, "An operator suspended a user."),
  "user.reinstated": row(ACCOUNT_CHANGE, 2, "medium", true, "An operator reinstated a user."),
  "account.created": row(ENTITY_MANAGEMENT, 1, "informational", true, "An account was created."),
  "account.renamed": row(ENTITY_MANAGEMENT, 3, "informational", true, "An account was renamed."),
  "account.suspended": row(ENTITY_MANAGEMENT, 12, "medium", true, "An operator suspended an account."),
  "account.closed": row(ENTITY_MANAGEMENT, 9, "medium", true, "An account was closed."),
  "account.reopened": row(ENTITY_MANAGEMENT, 13, "medium", true, "An operator opened an account again."),
  "account.switched": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "A user chose the account that they act in.",
  ),
  "membership.role_changed": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "A member of an account got another role.",
  ),
  "membership.suspended": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "A member of an account was suspended in it.",
  ),
  "membership.reinstated": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "A suspended member of an account may act in it again.",
  ),
  "membership.removed": row(ACCOUNT_CHANGE, 99, "medium", true, "A member was removed from an account."),
  "membership.left": row(ACCOUNT_CHANGE, 99, "informational", true, "A member left an account."),
  "membership.declined": row(ACCOUNT_CHANGE, 99, "informational", true, "An invited user declined."),
  "ownership.transferred": row(
    ACCOUNT_CHANGE,
    99,
    "high",
    true,
    "An account went from one owner to another.",
  ),
  "ownership.shared": row(ACCOUNT_CHANGE, 99, "high", true, "An account got a further owner."),
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
    "An address was invited into an account.",
  ),
  "membership.accepted": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "An invited user became a member of an account.",
  ),
  "membership.invitation_revoked": row(
    ACCOUNT_CHANGE,
    99,
    "informational",
    true,
    "An invitation was taken back.",
  ),
  "signin.succeeded": row(AUTHENTICATION, 1, "informational", true, "A user signed in."),
  "signin.new_device": row(
    AUTHENTICATION,
    1,
    "medium",
    true,
    "A user signed in from a device that they never used before.",
  ),
  "signin.new_country": row(
    AUTHENTICATION,
    1,
    "medium",
    true,
    "A user signed in from a country that they never signed in from before.",
  ),
  "signin.failed": row(AUTHENTICATION, 1, "low", false, "A sign-in failed."),
  "signin.denied": row(AUTHENTICATION, 6, "medium", false, "A user who may not sign in tried to."),
  "permission.granted": row(ACCOUNT_CHANGE, 7, "medium", true, "Somebody was granted access to a resource."),
  "permission.revoked": row(
    ACCOUNT_CHANGE,
    8,
    "medium",
    true,
    "A grant of access to a resource was revoked.",
  ),
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
    "Sign-ins from a source were allowed again.",
  ),
  "session.refreshed": row(AUTHENTICATION, 5, "informational", true, "A session was renewed."),
  "session.refresh_refused": row(AUTHENTICATION, 5, "medium", false, "A session could not be renewed."),
  "signout.completed": row(AUTHENTICATION, 2, "informational", true, "A user signed out."),
  "federation.refused": row(
    AUTHENTICATION,
    6,
    "medium",
    false,
    "Somebody who may not come in came from an external provider.",
  ),
  "identity.link_approved": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An identity of an external provider is about to be linked to a user.",
  ),
  "identity.linked": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An identity of an external provider was linked to a user.",
  ),
  "identity.link_refused": row(
    ACCOUNT_CHANGE,
    99,
    "high",
    false,
    "An identity of an external provider was not linked to the user with its address.",
  ),
  "identity.unlinked": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "An identity of an external provider was unlinked from a user.",
  ),
  "identity.merge_started": row(
    ACCOUNT_CHANGE,
    5,
    "medium",
    true,
    "An operator began to merge a duplicate into the user with its address.",
  ),
  "identity.merged": row(ACCOUNT_CHANGE, 99, "medium", true, "A duplicate was merged into a user."),
  "membership.merged": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "A membership of a duplicate went to the user whom it is merged into, or lapsed beside theirs.",
  ),
  "migration.merged": row(
    ACCOUNT_CHANGE,
    99,
    "medium",
    true,
    "The legacy id of a duplicate went to the user whom it is merged into.",
  ),
  "access.denied": row(API_ACTIVITY, 2, "low", false, "A user was denied access to an account."),
  "apikey.issued": row(ACCOUNT_CHANGE, 99, "medium", true, "An API key of an account was issued."),
  "apikey.rotated": row(ACCOUNT_CHANGE, 99, "medium", true, "An API key got a new secret."),
  "apikey.revoked": row(ACCOUNT_CHANGE, 99, "medium", true, "An API key was revoked."),
  "apikey.refused": row(AUTHENTICATION, 1, "medium", false, "An API key was used that is not good any more."),
  "legacy_key.used": row(AUTHENTICATION, 1, "low", true, "An API key of the legacy system was used."),
  "legacy_key.refused": row(
    AUTHENTICATION,
    1,
    "high",
    false,
    "An API key of the legacy system says something else than the legacy system does.",
  ),
  "claims.degraded": row(AUTHENTICATION, 99, "medium", false, "Tokens were issued without account claims."),
  "challenge.sent": row(AUTHENTICATION, 6, "informational", true, "A sign-in code or link was sent."),
  "challenge.withheld": row(
    AUTHENTICATION,
    6,
    "low",
    false,
    "A sign-in code or link was asked for and not sent.",
  ),
  "challenge.passed": row(AUTHENTICATION, 6, "informational", true, "A sign-in challenge was passed."),
  "challenge.failed": row(AUTHENTICATION, 6, "low", false, "A sign-in challenge was answered wrongly."),
  "stepup.completed": row(
    AUTHENTICATION,
    99,
    "informational",
    true,
    "A signed-in user proved themselves again.",
  ),
  "ticket.issued": row(AUTHENTICATION, 3, "informational", true, "A service vouched for a user."),
  "ticket.consumed": row(AUTHENTICATION, 4, "informational", true, "A one-time ticket was used up."),
  "message.failed": row(AUTHENTICATION, 99, "medium", false, "A message to a user could not be delivered."),
  "password.reset_requested": row(
    AUTHENTICATION,
    99,
    "low",
    true,
    "A code for a new password was asked for.",
  ),
  "password.reset_failed": row(ACCOUNT_CHANGE, 4, "low", false, "A new password could not be set."),
  "password.reset": row(ACCOUNT_CHANGE, 4, "medium", true, "A user has a new password."),
  "password.sessions_kept": row(
    AUTHENTICATION,
    2,
    "high",
    false,
    "The sessions of a user with a new password could not be ended.",
  ),
} as const satisfies Record<AuditEventType, OcsfMapping>;

/** Of a type that this version does not know: it was recorded by a function of another version. */
export const UNKNOWN_TYPE: OcsfMapping = row(
  BASE_EVENT,
  99,
  "medium",
  true,
  "An event of a type that this version does not know.",
);
