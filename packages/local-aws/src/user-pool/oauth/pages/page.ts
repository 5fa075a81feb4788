/**
 * Renders the HTML pages. They load nothing from other hosts and escape every value. Only the passkey page
 * has a script.
 */
import { randomBytes } from "node:crypto";
import { escaped, htmlPage } from "../../../html-page.js";
import { sameText } from "../../rules/client-secret.js";
import { cookie, cookieLine, type OAuthAnswer, type OAuthRequest } from "../exchange.js";
import { controls, type Field, type Link } from "./fields.js";
import { languageCookie, languageOf, wordsFor } from "./words.js";

const style =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:3rem auto;padding:0 1rem;color:#16191f;" +
  "background:#fff}label{display:block;margin-top:1rem}input,button{font:inherit;box-sizing:border-box}" +
  "input:not([type=radio]),button{width:100%;padding:.5rem}button{margin-top:1.5rem}" +
  "fieldset{border:0;margin:0;padding:0}legend{padding:0}code{overflow-wrap:anywhere}" +
  "[role=alert],[role=status]{border-left:.25rem solid #b3261e;padding-left:.75rem}" +
  "[role=status]{border-color:#146c2e}";

const headersWith = (script?: string) => ({
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; ${
    script === undefined ? "" : `script-src 'nonce-${script}'; `
  }frame-ancestors 'none'; base-uri 'none'`,
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
});

const document = (language: string, title: string, content: string) => {
  const body = `<body><main><h1>${escaped(title)}</h1>${content}</main></body>`;
  return htmlPage({ language, title, style, body });
};

const alert = (text: string | undefined) =>
  text === undefined ? "" : `<p role="alert">${escaped(text)}</p>`;

export const errorPage = (request: OAuthRequest, message: string): OAuthAnswer => ({
  status: 400,
  headers: headersWith(),
  body: document(languageOf(request), wordsFor(request).brokenLink, alert(message)),
});

const paragraphs = (links: readonly Link[]): string =>
  links.map(({ text, href }) => `<p><a href="${escaped(href)}">${escaped(text)}</a></p>`).join("");

/** A page with links only. */
export const linksPage = (request: OAuthRequest, title: string, links: readonly Link[]): OAuthAnswer => ({
  status: 200,
  headers: headersWith(),
  body: document(languageOf(request), title, paragraphs(links)),
});

/** A page with a message only. */
export const messagePage = (request: OAuthRequest, title: string, message: string): OAuthAnswer => ({
  status: 200,
  headers: headersWith(),
  body: document(languageOf(request), title, `<p role="status">${escaped(message)}</p>`),
});

export interface Form {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly button: string;
  /** Buttons that submit the form with this name and value, even if required fields are empty. */
  readonly others?: readonly { readonly name: string; readonly value: string; readonly text: string }[];
  readonly error?: string | undefined;
  /** A message about a success. */
  readonly status?: string | undefined;
  readonly links?: readonly Link[];
  /** Runs after the form is loaded. */
  readonly script?: string;
}

const csrfCookie = "XSRF-TOKEN";

/** A form that posts to its own address. The server compares its token with the cookie. */
export function formPage(request: OAuthRequest, form: Form): OAuthAnswer {
  const { title, error, status, links = [], script } = form;
  const token = cookie(request, csrfCookie) ?? randomBytes(32).toString("base64url");
  const nonce = script === undefined ? undefined : randomBytes(16).toString("base64url");
  const good = status === undefined ? "" : `<p role="status">${escaped(status)}</p>`;
  const code = script === undefined ? "" : `<script nonce="${nonce}">${script}</script>`;
  const body = alert(error) + good + formElement(form, token) + paragraphs(links) + code;
  return {
    status: error === undefined ? 200 : 400,
    headers: {
      ...headersWith(nonce),
      "set-cookie": [cookieLine(request, csrfCookie, token, 3600), ...languageCookie(request)],
    },
    body: document(languageOf(request), title, body),
  };
}

function formElement({ fields, button, others = [] }: Form, token: string): string {
  const csrf: Field = { kind: "hidden", name: "_csrf", value: token };
  const more = others.map(
    ({ name, value, text }) =>
      `<button name="${name}" value="${escaped(value)}" formnovalidate>${escaped(text)}</button>`,
  );
  return `<form method="post">${controls([csrf, ...fields])}<button>${escaped(button)}</button>${more.join("")}</form>`;
}

/** Whether this server showed the form to this browser. */
export function isOwnForm(request: OAuthRequest): boolean {
  const expected = cookie(request, csrfCookie);
  return expected !== undefined && sameText(expected, request.form.get("_csrf") ?? "");
}
