/**
 * Audit events in the Open Cybersecurity Schema Framework, version 1.8.0 (https://schema.ocsf.io).
 * ocsf-mapping.ts maps the types. The version is pinned because 1.9 retires Account Change (3001).
 */
import type { AuditDetails, RecordedAuditEvent } from "./audit-event.js";
import {
  API_ACTIVITY,
  AUTHENTICATION,
  BASE_EVENT,
  ENTITY_MANAGEMENT,
  type OcsfMapping,
  SEVERITY,
} from "./ocsf-class.js";
import { OCSF_MAPPING, UNKNOWN_TYPE } from "./ocsf-mapping.js";

const OCSF_VERSION = "1.8.0";

export type OcsfSource = { readonly productVersion: string; readonly region: string };
export type OcsfEvent = { readonly [key: string]: unknown };

// OCSF's pattern for addresses (email_t), which is narrower than the addresses that can sign up.
const OCSF_EMAIL = /^[a-zA-Z0-9!#$%&'*+-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$/;

const userOf = (subject: string, { userId, email, sub }: AuditDetails) => ({
  uid: userId ?? subject,
  ...(email !== undefined && { name: email, ...(OCSF_EMAIL.test(email) && { email_addr: email }) }),
  ...(sub !== undefined && { uid_alt: sub }),
  type_id: userId === undefined ? 0 : 1,
});

const actorOf = ({ operator, actorId }: AuditDetails) => {
  if (operator !== undefined) return { actor: { user: { name: operator, type_id: 2 } } };
  return actorId !== undefined && { actor: { user: { uid: actorId, type_id: 1 } } };
};

const entityOf = ({ systemAccountId }: AuditDetails) => ({
  type: "Account",
  type_id: 99,
  uid: systemAccountId ?? "unknown",
});

const endpointOf = ({ sourceIp }: AuditDetails) =>
  sourceIp === undefined ? { svc_name: "cognito-idp" } : { ip: sourceIp };

const metadataOf = (event: RecordedAuditEvent, source: OcsfSource) => ({
  uid: event.id,
  version: OCSF_VERSION,
  event_code: event.type,
  sequence: event.sequence,
  log_name: "identity-audit",
  original_time: event.at,
  profiles: ["cloud"],
  ...(event.details.requestId !== undefined && { correlation_uid: event.details.requestId }),
  ...(event.details.systemAccountId !== undefined && { tenant_uid: event.details.systemAccountId }),
  product: { name: "identity-lifecycle", vendor_name: "identity-lifecycle", version: source.productVersion },
});

const specificsOf = (classUid: OcsfMapping["classUid"], event: RecordedAuditEvent) => {
  if (classUid === BASE_EVENT) return {};
  const { details, subject } = event;
  const user = userOf(subject, details);
  const session = details.sessionId !== undefined && { session: { uid: details.sessionId } };
  const agent = details.userAgent !== undefined && { http_request: { user_agent: details.userAgent } };
  const source = { src_endpoint: endpointOf(details), ...agent };
  if (classUid === API_ACTIVITY) {
    return {
      ...source,
      actor: { user, ...session },
      api: { operation: details.route ?? "unknown", service: { name: "identity-lifecycle" } },
    };
  }
  if (classUid === AUTHENTICATION) {
    return { ...source, user, ...session, service: { name: "identity-lifecycle" }, is_remote: true };
  }
  const actor = actorOf(details);
  if (classUid === ENTITY_MANAGEMENT) return { ...source, ...actor, entity: entityOf(details) };
  return { ...source, ...actor, user };
};

/**
 * The published event, valid by the schema of its OCSF class. Details without an OCSF field are in
 * `unmapped`.
 */
export const toOcsf = (event: RecordedAuditEvent, source: OcsfSource): OcsfEvent => {
  const mapping = Object.hasOwn(OCSF_MAPPING, event.type) ? OCSF_MAPPING[event.type] : UNKNOWN_TYPE;
  const { resource, grantee, actions, expiresAt, teamId } = event.details;
  const { legacyId, clientId, keyId, country, provider, systemAccountId } = event.details;
  return {
    metadata: metadataOf(event, source),
    cloud: { provider: "AWS", region: source.region },
    category_uid: Math.floor(mapping.classUid / 1000),
    class_uid: mapping.classUid,
    activity_id: mapping.activityId,
    type_uid: mapping.classUid * 100 + mapping.activityId,
    severity_id: SEVERITY[mapping.severity],
    status_id: mapping.succeeded ? 1 : 2,
    ...(event.details.reason !== undefined && { status_detail: event.details.reason }),
    time: Date.parse(event.at),
    message: mapping.message,
    ...specificsOf(mapping.classUid, event),
    unmapped: {
      subject: event.subject,
      version: event.version,
      ...(mapping === UNKNOWN_TYPE && event.details),
      hash: event.hash,
      previous_hash: event.previousHash,
      ...(legacyId !== undefined && { legacy_id: legacyId }),
      ...(clientId !== undefined && { client_id: clientId }),
      ...(keyId !== undefined && { key_id: keyId }),
      ...(country !== undefined && { country }),
      ...(provider !== undefined && { provider }),
      ...(systemAccountId !== undefined && { system_account_id: systemAccountId }),
      ...(resource !== undefined && { resource }),
      ...(grantee !== undefined && { grantee }),
      ...(actions !== undefined && { actions }),
      ...(expiresAt !== undefined && { expires_at: expiresAt }),
      ...(teamId !== undefined && { team_id: teamId }),
    },
  };
};
