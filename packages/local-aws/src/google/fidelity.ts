/** Fidelity of the local Google. */
import { type ComponentFidelity, done, missing, partial } from "../fidelity/row.js";

export const googleFidelity: ComponentFidelity = {
  folder: "google",
  title: "Google",
  rows: [
    partial(
      "flow",
      "Sign-in with Google",
      "declared: signs in a seeded user with Google of the template, whose tokens are of the real issuer",
      "the user chooses an account without a password at every sign-in; there is no consent screen",
    ),
    done("behaviour", "Sign-in cancelled by the user", "sign-in-page: returns a user who cancels"),
    partial(
      "behaviour",
      "Registered callbacks",
      "sign-in-page: accepts callbacks by their path",
      "matched by path, at any port of this machine",
    ),
    missing("behaviour", "The People API, refresh tokens, hosted domains"),
  ],
};
