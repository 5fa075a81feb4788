/** What a stage decides, read and checked once. Flows take settings beside the ports, as values. */
import type { AccountSettings } from "../domain/account-settings.js";
import type { ApiKeyPolicy } from "../domain/api-key/api-key-outcome.js";
import type { ClaimPolicy } from "../domain/claim-policy.js";
import type { FederationPolicy } from "../domain/federation.js";
import type { CheckedMapping } from "../domain/legacy-mapping/mapping.js";
import type { MessageSettings } from "../domain/messages/message-settings.js";
import type { NoticeSettings } from "../domain/messages/notice-settings.js";
import type { TypeRules } from "../domain/permission/type-rules.js";
import type { Roles } from "../domain/role.js";
import type { RegistrationRules, SignUpPolicy } from "../domain/sign-up-policy.js";

export type Settings = {
  /** The roles of the stage, highest first. */
  readonly roles: Roles;
  readonly permissionRules: TypeRules;
  readonly apiKeyPolicy: ApiKeyPolicy;
  /** What a legacy record may become. */
  readonly legacyMapping: CheckedMapping;
  /** Whether the stage has a legacy system, for functions that may not call it. */
  readonly legacyStage: { readonly hasSystem: boolean };
  readonly accountSettings: AccountSettings;
  readonly claimPolicy: ClaimPolicy;
  /** Which external providers may sign users in. */
  readonly federationPolicy: FederationPolicy;
  /** Which addresses may sign up, whatever the way. */
  readonly signUpPolicy: SignUpPolicy;
  /** `signUpPolicy`, and what applies to users who register themselves. */
  readonly registrationRules: RegistrationRules;
  readonly messages: MessageSettings;
  readonly notices: NoticeSettings;
  /** How long an endpoint takes at least, so that its duration does not show whether a mail was sent. */
  readonly floor: { readonly floorMs: number };
  readonly lifetime: { readonly refreshSeconds: number };
};
