/** How faithful the HTTP API is. */
import { type ComponentFidelity, done, missing, partial, unknowable } from "../fidelity/row.js";

export const httpApiFidelity: ComponentFidelity = {
  folder: "http-api",
  title: "HTTP API (API Gateway)",
  rows: [
    done("behaviour", "The choice of the route, by the example of the guide", "routing: the route of"),
    unknowable(
      "behaviour",
      "Routes that the guide does not rank",
      "literal before variable before greedy, segment by segment, then the exact method before ANY",
      "routing: the route among",
    ),
    unknowable(
      "behaviour",
      "A trailing slash, and a greedy path for nothing",
      "a trailing slash counts, and /{proxy+} does not take /",
      "routing: 404 without a call",
    ),
    done("behaviour", "Stages", "routing: is found below the name of a stage, and nowhere else"),
    done("behaviour", "Decoded paths and parameters", "routing: is matched on decoded segments"),
    done("behaviour", "The event in payload format 2.0", "request-event: has the documented shape"),
    done(
      "behaviour",
      "Headers of the event",
      "request-event: has header names in lower case and several values",
    ),
    partial(
      "behaviour",
      "The source address",
      "request-event: is the socket's, whatever the client says",
      "a proxy that proves itself by a secret header may name another",
    ),
    done("behaviour", "Limits of headers and body", "request-event: a request over a limit"),
    done("behaviour", "Lambda authorizers with simple responses", "authorizer: the outcome of an authorizer"),
    done("behaviour", "Lambda authorizers with policies", "authorizer: a policy"),
    done("behaviour", "Identity sources", "authorizer: an identity source"),
    done(
      "behaviour",
      "The authorizer's cache, by the identity alone",
      "authorizer: serves every route of the authorizer by the identity alone, which opens them all",
    ),
    unknowable(
      "behaviour",
      "A context that the authorizer does not give",
      "it arrives as null",
      "authorizer: hands its context undefined to the integration",
    ),
    done("behaviour", "Answers with a status", "integration: with a status is sent as it says"),
    done("behaviour", "Malformed answers", "integration: that is malformed"),
    done(
      "behaviour",
      "Failing functions, in the gateway's words",
      "integration: gives words of the gateway's own",
    ),
    done("behaviour", "Time-outs", "integration: by not answering in the integration's time gives a 503"),
    done("behaviour", "CORS", "integration: answers a preflight itself"),
    partial(
      "behaviour",
      "IAM authorization",
      "iam-authorization: a route for IAM identities takes requests that are signed",
      "of credentials of the local identity pool the signature and the role's rights are checked; of others the signature has to be one for this API and Region, and its value is not checked",
    ),
    missing("behaviour", "JWT authorizers"),
    missing("behaviour", "Integrations other than Lambda, payload format 1.0, parameter mapping"),
    missing("behaviour", "Throttling, access logs, mutual TLS and custom domains"),
  ],
};
