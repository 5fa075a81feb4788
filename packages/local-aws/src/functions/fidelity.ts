/** Fidelity of the functions host. */
import { type ComponentFidelity, done, missing, partial, unknowable } from "../fidelity/row.js";

export const functionsFidelity: ComponentFidelity = {
  folder: "functions",
  title: "Functions (Lambda)",
  rows: [
    partial(
      "operation",
      "Invoke",
      "invocation: of echo to",
      "RequestResponse, Event and DryRun; no response streaming",
    ),
    missing("behaviour", "All other operations", "the template declares the functions"),
    done("behaviour", "Names, ARNs, versions and aliases", "invocation: comes from"),
    done(
      "behaviour",
      "Limit of six megabytes for request and response",
      "invocation: is refused over six megabytes",
    ),
    done(
      "behaviour",
      "Environment of a function",
      "invocation: is the template's with references resolved, the overrides, and what Lambda defines",
      "TZ is set but has no effect",
    ),
    done(
      "behaviour",
      "Isolation from the environment of the host",
      "invocation: holds nothing of this process",
    ),
    done("behaviour", "Context object", "invocation: passes a context with the function, the request id"),
    done(
      "behaviour",
      "Errors, crashes, exits and time-outs in the documented format",
      "invocation: a failure of",
    ),
    done(
      "behaviour",
      "A new sandbox after a crash",
      "invocation: that ends a sandbox is followed by a new one",
    ),
    done(
      "behaviour",
      "One event at a time in a sandbox",
      "hosting: run one event each, several run concurrently",
    ),
    partial(
      "behaviour",
      "Reserved concurrency",
      "hosting: are as many as the template reserves, at most",
      "further events wait; Lambda throttles them",
    ),
    done("behaviour", "Module state between events", "hosting: keep the memory of a module between events"),
    partial(
      "behaviour",
      "Retries of asynchronous invocations",
      "hosting: is accepted at once and tried three times before it fails",
      "after one and two seconds instead of minutes",
    ),
    done(
      "behaviour",
      "MaximumRetryAttempts of asynchronous invocations",
      "hosting: is tried as often as the template declares",
    ),
    partial(
      "behaviour",
      "Log lines by request, and the log tail",
      "invocation: is kept line by line with the request it belongs to",
      "no START, END and REPORT lines",
    ),
    unknowable(
      "behaviour",
      "Handlers that take a callback, on runtimes before Node.js 24",
      "rejected on every runtime, as on Node.js 24 and later",
      "invocation: a failure of",
    ),
    missing("behaviour", "Freezing a sandbox after its response", "unfinished work continues"),
    missing("behaviour", "Runtime of the template", "functions run on the host's Node.js"),
    missing("behaviour", "Layers, container images, inline code, extensions, function URLs and X-Ray"),
  ],
};
