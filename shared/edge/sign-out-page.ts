/** The page of `GET /auth/signout`. A link must not sign anybody out, so the page has a button that does. */
export const SIGN_OUT_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign out</title>
</head>
<body>
<main>
<h1>Sign out</h1>
<p>You will be signed out in all browsers.</p>
<form method="post" action="/auth/signout"><button>Sign out</button></form>
<p><a href="/">Stay signed in</a></p>
</main>
</body>
</html>
`;
