/** How faithful the functions host is. */
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
    missing("behaviour", "All other operations", "functions come from the template"),
    done("behaviour", "Names, ARNs, versions and aliases", "invocation: comes from"),
    done("behaviour", "Six megabytes of request and answer", "invocation: is refused over six megabytes"),
    done(
      "behaviour",
      "The environment of a function",
      "invocation: is the template's with references resolved, the overrides, and what Lambda defines",
      "TZ is set but has no effect",
    ),
    done("behaviour", "Nothing of the host in it", "invocation: holds nothing of this process"),
    done("behaviour", "The context", "invocation: gives a context that says which function, which request"),
    done(
      "behaviour",
      "Errors, crashes, exits and time-outs in the documented shape",
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
      "hosting: run one event at a time, more of them side by side",
    ),
    partial(
      "behaviour",
      "Reserved concurrency",
      "hosting: are as many as the template reserves, at most",
      "events over it wait, where Lambda throttles",
    ),
    done(
      "behaviour",
      "What a module keeps between events",
      "hosting: keep what a module has in memory between events",
    ),
    partial(
      "behaviour",
      "Retries of asynchronous invocations",
      "hosting: is accepted at once and tried three times before it is given up",
      "after one and two seconds, not minutes",
    ),
    done(
      "behaviour",
      "MaximumRetryAttempts of asynchronous invocations",
      "hosting: is tried as often as the template says",
    ),
    partial(
      "behaviour",
      "Log lines by request, and the tail",
      "invocation: is kept line by line with the request it belongs to",
      "no START, END and REPORT lines",
    ),
    unknowable(
      "behaviour",
      "Handlers that take a callback, on runtimes before Node.js 24",
      "refused on every runtime, as from Node.js 24 on",
      "invocation: a failure of",
    ),
    missing("behaviour", "A sandbox that is frozen after its answer", "work that is left behind goes on"),
    missing("behaviour", "The runtime of the template", "Node.js is the host's"),
    missing("behaviour", "Layers, container images, inline code, extensions, function URLs and X-Ray"),
  ],
};
