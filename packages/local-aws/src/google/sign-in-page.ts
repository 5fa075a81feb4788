/** The account page. There are no passwords, because this stand-in only runs locally. */
import type { ServerResponse } from "node:http";
import { escaped, htmlPage } from "../html-page.js";
import type { GoogleUser } from "./users.js";

const style =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;color:#16191f}" +
  "button{font:inherit;display:block;width:100%;margin:.5rem 0;padding:.6rem;text-align:left}";

/** Posts `user` to the URL of the page. It is empty if the user cancels. */
export const showSignInPage = (
  response: ServerResponse,
  users: readonly GoogleUser[],
  name: string,
): void => {
  const choices = users.map(
    ({ sub, name, email, emailVerified }) =>
      `<button name="user" value="${escaped(sub)}">${escaped(name)}<br><small>${escaped(email)}` +
      `${emailVerified ? "" : " (not verified)"}</small></button>`,
  );
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  const body =
    `<body><main><h1>Choose an account</h1><p>This is not ${escaped(name)}, but a local stand-in.</p>` +
    `<form method="post">${choices.join("")}<button name="user" value="">Cancel</button></form></main></body>`;
  response.end(htmlPage({ language: "en", title: `Local ${name}`, style, body }));
};
