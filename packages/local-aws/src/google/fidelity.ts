/** How faithful the local Google is to the real one. */
import { type ComponentFidelity, done, missing, partial } from "../fidelity/row.js";

export const googleFidelity: ComponentFidelity = {
  folder: "google",
  title: "Google",
  rows: [
    partial(
      "flow",
      "Sign-in with Google",
      "declared: signs in a seeded person with the Google of the template, whose tokens are of the real issuer",
      "one chooses who to be, without a password, at every sign-in; nobody is asked for consent",
    ),
    done("behaviour", "A refusal by the person", "sign-in-page: turns back whoever cancels"),
    partial(
      "behaviour",
      "Registered callbacks",
      "sign-in-page: knows callbacks by their path",
      "by path, at any port of this machine",
    ),
    missing("behaviour", "The People API, refresh tokens, hosted domains"),
  ],
};
