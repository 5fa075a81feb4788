/**
 * The public words of a 503, by route: what could not be done, and what may have changed nevertheless. A write whose
 * answer did not arrive may have been made. The words depend on the route only, never on the user.
 */

const READ = "The data could not be read. Nothing was changed. Try again shortly.";
const CHANGE =
  "The change could not be confirmed and may or may not have been made. Read the current state before you try again.";
const NOT_SENT = "The code could not be sent. Try again shortly.";
const NOT_SIGNED_IN = "You could not be signed in.";
const NOT_SIGNED_OUT = "The sign-out could not be confirmed. Try again shortly.";
const CHECKED = "could not be checked. Deny access. Try again shortly.";
const NEW_CODE = "If the code is refused now, request a new one.";
const NOT_MAILED =
  "The invitation may exist without having been mailed. Try again with the same Idempotency-Key, or invite the address again.";
const NOT_SHOWN = "but it was not shown. Try again within a minute with the same Idempotency-Key.";

export const OUTAGE_WORDS: Readonly<Record<string, string>> = {
  "POST /api/account/signup": "The sign-up could not be completed. Try again shortly.",
  "POST /api/account/confirm":
    "Your email address could not be confirmed. If the code is refused now, reset your password to sign in.",
  "POST /api/account/resend": NOT_SENT,
  "POST /api/account/signin": `${NOT_SIGNED_IN} Try again shortly.`,
  "POST /api/account/signin/code": NOT_SENT,
  "POST /api/account/signin/code/verify": `${NOT_SIGNED_IN} ${NEW_CODE}`,
  "POST /api/account/signin/link": "The link could not be sent. Try again shortly.",
  "POST /api/account/signin/link/verify": `${NOT_SIGNED_IN} If the link is refused now, request a new one.`,
  "POST /api/account/refresh": "Your session could not be renewed. Try again shortly.",
  "POST /api/account/signout": NOT_SIGNED_OUT,
  "POST /api/account/logout": NOT_SIGNED_OUT,
  "POST /api/account/forgot": NOT_SENT,
  "POST /api/account/reset": `Your new password could not be confirmed. ${NEW_CODE}`,
  "POST /api/account/step-up": NOT_SENT,
  "POST /api/account/step-up/verify": `Your identity could not be verified. ${NEW_CODE}`,
  "POST /api/accounts":
    "The account may have been created. Try again with the same Idempotency-Key, or read the list of accounts first.",
  "POST /api/accounts/{account_id}/invitations": NOT_MAILED,
  "POST /api/accounts/{account_id}/invitations/{invitation_id}/resend": NOT_MAILED,
  "POST /api/accounts/{account_id}/keys": `The API key may have been issued, ${NOT_SHOWN} Otherwise revoke it in the list of keys, and issue another.`,
  "POST /api/accounts/{account_id}/keys/{key_id}/rotate": `The API key may have been rotated, ${NOT_SHOWN} Otherwise read the list of keys, and rotate it again.`,
  "POST /api/accounts/{account_id}/teams":
    "The team may have been created. Try again with the same Idempotency-Key, or read the list of teams first.",
  "POST /api/accounts/{account_id}/permissions/check": `The permissions ${CHECKED}`,
  "POST /api/accounts/{account_id}/permissions/explain": `The permissions ${CHECKED}`,
  "POST /api/token/validate": `The token ${CHECKED}`,
  "POST /key/validate": `The API key ${CHECKED}`,
};

/** A route that is not in the table has the words of a read or of a change. */
export const outageWords = (routeKey: string): string =>
  OUTAGE_WORDS[routeKey] ?? (routeKey.startsWith("GET ") ? READ : CHANGE);
