/**
 * The pages of a sign-in whose provider does not prove the address: one to enter the mailed code, and one that leads back to
 * the provider. The second is a page of its own, because browsers do not let the answer to a form lead to other sites
 * (`form-action`), and the pool leads on to the provider.
 * https://www.w3.org/TR/CSP3/#directive-form-action
 */
import { escapeHtml } from "../domain/messages/fill.js";

export const ADDRESS_CODE_PATH = "/auth/signin/proof";

const document = (title: string, head: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`;

/** `wrong`: the last code was wrong, and another one can be entered. */
export const addressCodePage = (wrong: boolean): string =>
  document(
    "Confirm your email address",
    "",
    `${wrong ? '<p role="alert">The code is incorrect. Check it and try again.</p>\n' : ""}<p>The provider does not say whether the address is yours. Enter the code that was mailed to it.</p>
<form method="post" action="${ADDRESS_CODE_PATH}">
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="64" required autofocus>
<button>Continue</button>
</form>
<p><a href="/">Sign in another way</a></p>`,
  );

export const addressProvedPage = (location: string): string =>
  document(
    "Address confirmed",
    `<meta http-equiv="refresh" content="0; url=${escapeHtml(location)}">\n`,
    `<p><a href="${escapeHtml(location)}">Continue to sign in</a></p>`,
  );
