/** Fidelity of the HTTP API. */
import { type ComponentFidelity, done, missing, partial, unknowable } from "../fidelity/row.js";

export const httpApiFidelity: ComponentFidelity = {
  folder: "http-api",
  title: "HTTP API (API Gateway)",
  rows: [
    done("behaviour", "Route selection, by the example in the guide", "routing: the route of"),
    unknowable(
      "behaviour",
      "Routes that the guide does not rank",
      "per segment a literal wins over a variable, a variable over a greedy variable; then the exact method over ANY",
      "routing: the route among",
    ),
    unknowable(
      "behaviour",
      "Trailing slashes, and greedy variables without a value",
      "a trailing slash is significant, and /{proxy+} does not match /",
      "routing: 404 without a call",
    ),
    done("behaviour", "Stages", "routing: is found below the name of a stage, and nowhere else"),
    done("behaviour", "Decoded paths and parameters", "routing: is matched on decoded segments"),
    done("behaviour", "Event in payload format 2.0", "request-event: has the documented shape"),
    done(
      "behaviour",
      "Headers of the event",
      "request-event: has header names in lower case and several values",
    ),
    partial(
      "behaviour",
      "Source address",
      "request-event: is the socket's, whatever the client says",
      "a proxy that sends a secret header may set another address",
    ),
    done("behaviour", "Limits of headers and body", "request-event: a request over a limit"),
    done("behaviour", "Lambda authorizers with simple responses", "authorizer: the outcome of an authorizer"),
    done("behaviour", "Lambda authorizers with policies", "authorizer: a policy"),
    done("behaviour", "Identity sources", "authorizer: an identity source"),
    done(
      "behaviour",
      "Authorizer cache, keyed by the identity sources only",
      "authorizer: serves every route of the authorizer by the identity alone, which opens them all",
    ),
    unknowable(
      "behaviour",
      "Missing context in the authorizer's response",
      "the integration receives null",
      "authorizer: hands its context undefined to the integration",
    ),
    done("behaviour", "Responses with a status", "integration: with a status is sent with that status"),
    done("behaviour", "Malformed responses", "integration: that is malformed"),
    done(
      "behaviour",
      "Error responses of the gateway for failing functions",
      "integration: gives words of the gateway's own",
    ),
    done("behaviour", "Timeouts", "integration: by not answering in the integration's time gives a 503"),
    done("behaviour", "CORS", "integration: answers a preflight itself"),
    partial(
      "behaviour",
      "IAM authorization",
      "iam-authorization: a route for IAM identities accepts requests signed",
      "for credentials of the local identity pool, the signature and the permissions of the role are checked; for other credentials, the signature must be for this API and Region, but its value is not checked",
    ),
    missing("behaviour", "JWT authorizers"),
    missing("behaviour", "Integrations other than Lambda, payload format 1.0, parameter mapping"),
    missing("behaviour", "Throttling, access logs, mutual TLS and custom domains"),
  ],
};
