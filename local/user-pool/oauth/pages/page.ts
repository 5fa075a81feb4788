/** Plain pages: no script, nothing from elsewhere, every value escaped. */
import { randomBytes } from "node:crypto";
import { sameText } from "../../rules/client-secret.js";
import { cookie, cookieHeader, type OAuthAnswer, type OAuthRequest } from "../exchange.js";

const style =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:3rem auto;padding:0 1rem;color:#16191f}" +
  "label{display:block;margin-top:1rem}input,button{font:inherit;box-sizing:border-box;width:100%;padding:.5rem}" +
  "button{margin-top:1.5rem}[role=alert]{border-left:.25rem solid #b3261e;padding-left:.75rem}";

const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const document = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title>` +
  `<style>${style}</style></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

export const errorPage = (message: string): OAuthAnswer => ({
  status: 400,
  headers,
  body: document("Something is wrong with this link", `<p role="alert">${escaped(message)}</p>`),
});

export interface Link {
  readonly text: string;
  readonly href: string;
}

const paragraphs = (links: readonly Link[]): string =>
  links.map(({ text, href }) => `<p><a href="${escaped(href)}">${escaped(text)}</a></p>`).join("");

/** A page that asks for nothing but a choice. */
export const linksPage = (title: string, links: readonly Link[]): OAuthAnswer => ({
  status: 200,
  headers,
  body: document(title, paragraphs(links)),
});

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "password" | "email" | "hidden";
  readonly autocomplete?: string;
  readonly value?: string;
}

export interface Form {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly button: string;
  readonly error?: string | undefined;
  readonly links?: readonly Link[];
}

const csrfCookie = "XSRF-TOKEN";

/** A form that posts to the address where it is shown. The token in it must come back with the cookie. */
export function formPage(
  request: OAuthRequest,
  { title, fields, button, error, links = [] }: Form,
): OAuthAnswer {
  const token = cookie(request, csrfCookie) ?? randomBytes(32).toString("base64url");
  const inputs = [{ name: "_csrf", label: "", type: "hidden", value: token } as const, ...fields].map(input);
  const alert = error === undefined ? "" : `<p role="alert">${escaped(error)}</p>`;
  const form = `<form method="post">${inputs.join("")}<button>${escaped(button)}</button></form>`;
  return {
    status: error === undefined ? 200 : 400,
    headers: { ...headers, ...cookieHeader(request, csrfCookie, token, 3600) },
    body: document(title, alert + form + paragraphs(links)),
  };
}

function input({ name, label, type = "text", autocomplete = "off", value = "" }: Field): string {
  const field = `<input id="${name}" name="${name}" type="${type}" value="${escaped(value)}"`;
  if (type === "hidden") return `${field}>`;
  return `<label for="${name}">${escaped(label)}</label>${field} autocomplete="${autocomplete}" required>`;
}

/** The form was shown by this server to this browser. */
export function isOwnForm(request: OAuthRequest): boolean {
  const expected = cookie(request, csrfCookie);
  return expected !== undefined && sameText(expected, request.form.get("_csrf") ?? "");
}
