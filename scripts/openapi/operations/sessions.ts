import { heldFields } from "../../../shared/edge/auth-fields.js";
import { beginFields, proofFields, proofQuery, returnFields } from "../../../shared/edge/redirect-fields.js";
import { BROWSER_SESSION, SESSIONS } from "../examples.js";
import { OPTIONAL_SESSION, type Operation, type Tag } from "../operation.js";
import { session, sessionState } from "../schemas/sign-in.js";

const ELSEWHERE = {
  303: {
    description: "To the pool, to the return target, or to the site's page for errors.",
    location: true,
    setsCookie: true,
  },
} as const;

const signOut = (id: string, summary: string): Operation => ({
  id,
  summary,
  description:
    "Ends all sessions of the user, on every pool user. A request without credentials, or of a session that has ended, succeeds too.",
  guard: OPTIONAL_SESSION,
  body: { schema: heldFields, example: {}, optional: true },
  answers: {
    204: {
      description: "Signed out. Without tokens in the request, the cookie is cleared.",
      setsCookie: true,
    },
  },
  errors: ["cross_site", "session_expired", "too_many_requests"],
});

export const SESSION: Tag = {
  name: "Sessions",
  description: "The session of a browser or of a client that holds tokens, until the sign-out.",
  operations: {
    "GET /api/account/session": {
      id: "describeSession",
      summary: "The session of the browser that asks",
      description: "It never changes anything. Without a session the status is `signed_out`.",
      guard: { own: [["sessionCookie"], []] },
      answers: {
        200: {
          description: "The session, if there is one.",
          schema: sessionState,
          examples: {
            signed_in: { status: "signed_in", session: BROWSER_SESSION },
            refresh_due: { status: "refresh_due" },
            signed_out: { status: "signed_out" },
          },
        },
      },
    },
    "POST /api/account/refresh": {
      id: "refreshSession",
      summary: "Renew a session",
      description:
        "By its cookie, or by its refresh token. The refresh token before the new one stays valid for a minute. Its later use ends the session.",
      guard: { own: [["sessionCookie", "originProof"], []] },
      body: { schema: heldFields, example: { refresh_token: "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0" } },
      answers: {
        200: {
          description: "The session, in a cookie or with its new tokens.",
          schema: session,
          examples: SESSIONS,
          setsCookie: true,
        },
      },
      errors: ["cross_site", "session_expired", "too_many_requests"],
    },
    "POST /api/account/signout": signOut("signOut", "Sign out everywhere"),
    "POST /api/account/logout": signOut("logOut", "Another name of `POST /api/account/signout`"),
  },
};

export const REDIRECT: Tag = {
  name: "Redirect",
  description: "Pages that a browser opens. Their errors end on the site's page for errors.",
  operations: {
    "GET /auth/signin": {
      id: "beginRedirect",
      summary: "Sign in by redirect",
      description:
        "Leads to the pool's own pages, or to a provider. Without a provider, the domain of the address names it.",
      guard: "public",
      page: true,
      query: beginFields,
      answers: ELSEWHERE,
    },
    "GET /auth/signin/callback": {
      id: "completeRedirect",
      summary: "Where the pool sends the browser back to",
      description: "Ends at the return target of the sign-in, with the cookie of a session.",
      guard: "public",
      page: true,
      query: returnFields,
      answers: ELSEWHERE,
    },
    "GET /auth/signin/proof": {
      id: "addressCodePage",
      summary: "The page for the code that was mailed to an address",
      description: "Of a user whose provider does not prove the address.",
      guard: "public",
      page: true,
      query: proofQuery,
      answers: { 200: { description: "The page.", html: true }, ...ELSEWHERE },
    },
    "POST /auth/signin/proof": {
      id: "proveAddress",
      summary: "What the form of that page sends",
      description: "The right code leads back to the provider. Five wrong ones end the proof.",
      guard: "public",
      page: true,
      body: { schema: proofFields, example: { code: "48291573" }, form: true },
      answers: {
        200: { description: "A page that leads back to the provider.", html: true, setsCookie: true },
        ...ELSEWHERE,
      },
    },
    "GET /auth/signout": {
      id: "signOutPage",
      summary: "A page with a button that signs the user out",
      description: "A link alone does not sign anybody out.",
      guard: "public",
      page: true,
      answers: { 200: { description: "The page.", html: true } },
    },
    "POST /auth/signout": {
      id: "signOutByForm",
      summary: "What the button sends",
      description: "Ends the session, and leads to the pool's own sign-out.",
      guard: { own: [["sessionCookie"], []] },
      page: true,
      answers: ELSEWHERE,
    },
  },
};
