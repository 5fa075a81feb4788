/** Why a sign-in by redirect failed. The address has a code of the service, and no words of others. */
import { byId } from "./dom.js";

const WORDS = {
  cross_site: "Only a page of this site can sign you out. Use the button on this page.",
  federation_refused: "You cannot sign in with this provider. Use another way to sign in.",
  invalid_code: "The code is incorrect or has expired. Start the sign-in again for a new one.",
  invalid_request: "The address of this page is incomplete. Start the sign-in again.",
  not_found: "Sign-in with a provider is not available here.",
  session_expired:
    "This sign-in has expired, was used before, or was started in another browser. Start it again.",
  too_many_requests: "Too many attempts from your network. Wait and start the sign-in again.",
  temporarily_unavailable: "The service is temporarily unavailable. Try again shortly.",
};

const query = new URLSearchParams(location.search);
const words = WORDS[query.get("error")];
if (words) byId("words").textContent = words;
const request = query.get("request_id");
if (request) {
  byId("request-id").textContent = request;
  byId("request").hidden = false;
}
