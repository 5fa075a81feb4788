/** The response after a sign-up: it waits for the code, or an invitation has confirmed the address. */
import { MARKER_SECONDS } from "../domain/sign-up-policy.js";
import type { CodeDelivery } from "../ports/index.js";
import { SIGN_UP_COOKIE } from "./host-cookie.js";
import type { HttpResponse } from "./http-endpoint.js";

type Outcome =
  | { readonly kind: "code_sent"; readonly delivery: CodeDelivery; readonly marker: string }
  | { readonly kind: "confirmed" };

export const signUpResponse = (outcome: Outcome): HttpResponse =>
  outcome.kind === "confirmed"
    ? { status: 200, body: confirmedBody() }
    : {
        status: 202,
        body: confirmationBody(outcome),
        cookies: [SIGN_UP_COOKIE.set(outcome.marker, MARKER_SECONDS)],
      };

export const confirmedBody = () => ({ status: "confirmed" });

export const confirmationBody = ({ delivery }: { readonly delivery: CodeDelivery }) => ({
  status: "confirmation_required",
  delivery,
});
