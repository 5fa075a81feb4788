/** Writes docs/errors.md from the error table; `--check` only checks that it is up to date. */
import { ERROR_FACTS, type ErrorFacts } from "../shared/domain/error-facts.js";
import { OUTAGE_WORDS, outageWords } from "../shared/edge/outage-words.js";
import { generatedPage } from "./generated-page.js";

const RETRY = {
  later: "the same request may succeed later",
  changed: "only a changed request can succeed",
  no: "no",
} as const satisfies Record<ErrorFacts["retry"], string>;

const row = ([code, { status, words, hint, retry }]: [string, ErrorFacts]): string =>
  `| \`${code}\` | ${status} | ${hint === undefined ? words : `${words}; \`hint\`: ${hint}`} | ${RETRY[retry]} |`;

const page = `# Errors

Generated from \`shared/domain/error-facts.ts\` by \`npm run docs\`; do not edit.

Every failure of the HTTP API is an \`application/problem+json\` document (RFC 9457):
\`type\` is \`urn:identity-lifecycle:problem:<code>\`, \`code\` repeats the code, \`detail\` is the text
below, \`hint\` names a way out where there is one, \`request_id\` identifies the request in the logs, and \`fields\` lists the invalid fields of the
request, never their values. A 503 always has a \`Retry-After\` header, and so
does every other failure whose retry time is known.

A trigger that refuses throws the text and the code: \`<text> [<code>]\`. The gateway itself returns
\`{"message":"Unauthorized"}\` (401), \`{"message":"Forbidden"}\` (403) and
\`{"message":"Internal Server Error"}\` (500) for the results of its authorizer.

| code | status | text | retry |
|---|---|---|---|
${Object.entries(ERROR_FACTS).map(row).join("\n")}

## 503 by route

The HTTP API says what could not be done, and what may have changed nevertheless. The other routes that read say
"${outageWords("GET /")}" The other routes that change something say "${outageWords("PUT /")}"

| route | text of \`temporarily_unavailable\` |
|---|---|
${Object.entries(OUTAGE_WORDS)
  .map(([route, words]) => `| \`${route}\` | ${words} |`)
  .join("\n")}
`;

generatedPage("docs/errors.md", () => page);
