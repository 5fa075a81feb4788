/** Fidelity of the local identity pool. */
import { type ComponentFidelity, done, missing, partial, unknowable } from "../fidelity/row.js";

export const identityPoolFidelity: ComponentFidelity = {
  folder: "identity-pool",
  title: "Identity pool (Cognito)",
  rows: [
    partial(
      "operation",
      "GetId",
      "identity-pool: the same user has the same identity",
      "no login, or one of a user pool; guests are forgotten at a restart, and identities are not merged",
    ),
    partial(
      "operation",
      "GetCredentialsForIdentity",
      "identity-pool: credentials come with the role",
      "no CustomRoleArn; credentials are valid for an hour, and only for the local HTTP API",
    ),
    partial(
      "operation",
      "GetOpenIdToken",
      "identity-pool: the classic flow is refused",
      "rejected if the classic flow is disabled; not implemented if it is enabled",
    ),
    done("behaviour", "Guests: identities without a login", "identity-pool: guests"),
    unknowable(
      "behaviour",
      "Guests: an identity that the pool does not know as a guest's",
      "NotAuthorizedException, also for an unknown identity",
      "identity-pool: guests get no credentials for",
    ),
    done("behaviour", "CORS for pages of this machine", "identity-pool: pages of this machine"),
    done("behaviour", "Role mapping by rules", "role-choice: a rule"),
    done("behaviour", "Role mapping by token", "role-choice: a mapping by token"),
    done("behaviour", "Token validation", "identity-pool: accepts only tokens of its provider"),
    partial(
      "behaviour",
      "ServerSideTokenCheck",
      "identity-pool: of a disabled user",
      "the user must exist and be enabled; revoked tokens are not detected",
    ),
    unknowable(
      "behaviour",
      "Claims that are not strings",
      "they match no rule",
      "role-choice: a claim that is not a string",
    ),
    missing("behaviour", "All other operations", "the template declares the pool"),
  ],
};
