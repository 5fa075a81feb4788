/** How faithful the local identity pool is. */
import { type ComponentFidelity, done, missing, partial, unknowable } from "../fidelity/row.js";

export const identityPoolFidelity: ComponentFidelity = {
  folder: "identity-pool",
  title: "Identity pool (Cognito)",
  rows: [
    partial(
      "operation",
      "GetId",
      "identity-pool: the same person has the same identity",
      "one login, of a user pool; no guests, and identities of people are not merged",
    ),
    partial(
      "operation",
      "GetCredentialsForIdentity",
      "identity-pool: credentials come with the role",
      "no CustomRoleArn; credentials are good for an hour, at the local HTTP API alone",
    ),
    partial(
      "operation",
      "GetOpenIdToken",
      "identity-pool: the classic flow is refused",
      "where the classic flow is off it is refused; where it is on it is not there",
    ),
    done("behaviour", "Rules that choose a role", "role-choice: a rule"),
    done("behaviour", "The role that a token prefers", "role-choice: a mapping by token"),
    done("behaviour", "Tokens", "identity-pool: takes no token"),
    partial(
      "behaviour",
      "ServerSideTokenCheck",
      "identity-pool: of a user who is disabled",
      "the user has to be there and enabled; revoked tokens are not told",
    ),
    unknowable(
      "behaviour",
      "Claims that are no text",
      "they fit no rule",
      "role-choice: a claim that is no text",
    ),
    missing("behaviour", "All other operations", "the pool comes from the template"),
  ],
};
