/** The stage's settings, read and validated once. Flows take them as values, beside the ports. */
import type { AccountSettings } from "../domain/account-settings.js";
import type { FloorRange } from "../domain/answer-floor.js";
import type { ApiKeyPolicy } from "../domain/api-key/api-key-outcome.js";
import type { BrowserSessionLimits } from "../domain/browser-session.js";
import type { ClaimPolicy } from "../domain/claim-policy.js";
import type { FederationPolicy } from "../domain/federation.js";
import type { FederatedProvider } from "../domain/identity-provider.js";
import type { CheckedMapping } from "../domain/legacy-mapping/mapping.js";
import type { MessageSettings } from "../domain/messages/message-settings.js";
import type { NoticeSettings } from "../domain/messages/notice-settings.js";
import type { TypeRules } from "../domain/permission/type-rules.js";
import type { Site } from "../domain/request-origin.js";
import type { Roles } from "../domain/role.js";
import type { SessionMode } from "../domain/session.js";
import type { RegistrationRules, SignUpPolicy } from "../domain/sign-up-policy.js";

export type Settings = {
  /** The stage's roles, highest first. */
  readonly roles: Roles;
  readonly permissionRules: TypeRules;
  readonly apiKeyPolicy: ApiKeyPolicy;
  /** How legacy records map to users. */
  readonly legacyMapping: CheckedMapping;
  /** Whether the stage has a legacy system, for functions that may not call it. */
  readonly legacyStage: { readonly hasSystem: boolean };
  readonly accountSettings: AccountSettings;
  readonly claimPolicy: ClaimPolicy;
  /** The external providers beside Google. */
  readonly identityProviders: readonly FederatedProvider[];
  /** Which external providers can sign users in. */
  readonly federationPolicy: FederationPolicy;
  /** Which addresses can sign up, by any path. */
  readonly signUpPolicy: SignUpPolicy;
  /** `signUpPolicy`, and the rules for users who register themselves. */
  readonly registrationRules: RegistrationRules;
  readonly messages: MessageSettings;
  readonly notices: NoticeSettings;
  /**
   * The range of the time that failed sign-ins, forgotten passwords and codes take. `followsLegacy`: the legacy system's
   * calls decide when the floor is lowered.
   */
  readonly floor: FloorRange & { readonly followsLegacy: boolean };
  /** The id of the stage's own user pool. */
  readonly ownPool: string;
  readonly lifetime: { readonly refreshSeconds: number };
  readonly browserLimits: BrowserSessionLimits;
  /** Where the tokens of new sessions may be: at the service, with a cookie in the browser, or at the client. */
  readonly sessionModes: readonly SessionMode[];
  readonly site: Site;
};
