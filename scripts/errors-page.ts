/** Writes docs/errors.md from the error table; `--check` only checks that it is up to date. */
import { readFile, writeFile } from "node:fs/promises";
import { ERROR_FACTS, type ErrorFacts } from "../shared/domain/errors.js";

const PAGE = new URL("../docs/errors.md", import.meta.url);

const RETRY = {
  later: "the same request may succeed later",
  changed: "only a changed request can succeed",
  no: "no",
} as const satisfies Record<ErrorFacts["retry"], string>;

const row = ([code, { status, words, retry }]: [string, ErrorFacts]): string =>
  `| \`${code}\` | ${status} | ${words} | ${RETRY[retry]} |`;

const page = `# Errors

Generated from \`shared/domain/errors.ts\` by \`npm run docs\`; do not edit.

Every failure of the HTTP API is an \`application/problem+json\` document (RFC 9457):
\`type\` is \`urn:identity-lifecycle:problem:<code>\`, \`code\` repeats the code, \`detail\` holds the words
below, \`request_id\` names the request in the logs, and \`fields\` lists the fields of the request that
are wrong, never their values. A \`Retry-After\` header says when to try again, where that is known.

A trigger that refuses throws the words and the code: \`<words> [<code>]\`. The gateway itself answers
\`{"message":"Unauthorized"}\` (401), \`{"message":"Forbidden"}\` (403) and
\`{"message":"Internal Server Error"}\` (500) for what its authorizer decides.

| code | status | words | does a retry help |
|---|---|---|---|
${Object.entries(ERROR_FACTS).map(row).join("\n")}
`;

if (process.argv.includes("--check")) {
  if ((await readFile(PAGE, "utf8").catch(() => "")) !== page) {
    console.error("docs/errors.md is out of date: run npm run docs");
    process.exitCode = 1;
  }
} else {
  await writeFile(PAGE, page);
}
